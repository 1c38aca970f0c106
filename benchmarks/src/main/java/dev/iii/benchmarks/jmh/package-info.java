/** Microbenchmarks of the parts of a call. They use internal classes, so they change with these classes. */
@NullMarked
package dev.iii.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
