/** How fields of requests are read, with all that is wrong in them. Shared by commands and queries. */
@NullMarked
package dev.iii.example.inventory.request;

import org.jspecify.annotations.NullMarked;
