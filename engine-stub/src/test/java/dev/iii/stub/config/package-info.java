/** Config files and their mistakes. */
@NullMarked
package dev.iii.stub.config;

import org.jspecify.annotations.NullMarked;
