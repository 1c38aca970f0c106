/**
 * Calls under load while the processes of workers and of the engine are killed and frozen, and connections are reset and
 * become half-open. Every outcome is compared with the records of the invocations that the workers have run.
 */
@NullMarked
package dev.iii.testing.chaos;

import org.jspecify.annotations.NullMarked;
