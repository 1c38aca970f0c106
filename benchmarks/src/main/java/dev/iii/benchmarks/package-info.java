/** Measurements from outside: what a user of the SDK gets. */
@NullMarked
package dev.iii.benchmarks;

import org.jspecify.annotations.NullMarked;
