/** The page for browsers: the files of the page, and the stream that keeps it current. */
@NullMarked
package dev.iii.example.inventory.page;

import org.jspecify.annotations.NullMarked;
