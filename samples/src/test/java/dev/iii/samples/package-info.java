/** Runs each sample. */
@NullMarked
package dev.iii.samples;

import org.jspecify.annotations.NullMarked;
