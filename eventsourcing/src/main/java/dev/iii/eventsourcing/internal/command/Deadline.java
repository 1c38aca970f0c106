package dev.iii.eventsourcing.internal.command;

import java.time.Duration;

/** The time until which a command may take. Immutable. */
record Deadline(long startNanos, Duration patience) {

    boolean isOver() {
        return nanosLeft() <= 0;
    }

    /** Returns the remaining time in nanoseconds; not positive if it is over. */
    long nanosLeft() {
        return patience.toNanos() - (System.nanoTime() - startNanos);
    }
}
