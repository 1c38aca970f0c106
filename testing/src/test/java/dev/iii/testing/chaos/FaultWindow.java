package dev.iii.testing.chaos;

/**
 * A fault and its time, from shortly before it begins until all workers answer again.
 *
 * @param begin a value of {@link System#nanoTime}
 * @param end a value of {@link System#nanoTime}
 */
record FaultWindow(FaultKind kind, String detail, long begin, long end) {}
