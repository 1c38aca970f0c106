package dev.iii.eventsourcing.internal.command;

import java.time.Duration;

/** The time until which a command may take. Immutable. */
record Deadline(long startNanos, Duration patience) {

    boolean isOver() {
        return System.nanoTime() - startNanos >= patience.toNanos();
    }
}
