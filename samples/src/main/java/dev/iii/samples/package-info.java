/** One file for each pattern. Each file is a complete worker that runs on the engine at {@code III_URL}. */
@NullMarked
package dev.iii.samples;

import org.jspecify.annotations.NullMarked;
