/** Benchmarks of the SDK through its public API, so that they measure what a user of the SDK gets. */
@NullMarked
package dev.iii.benchmarks;

import org.jspecify.annotations.NullMarked;
