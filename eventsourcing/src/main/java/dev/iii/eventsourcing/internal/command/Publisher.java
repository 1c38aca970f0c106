package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.Recorded;

/** Tells other programs about events. A message is only a hint that may be lost. */
@FunctionalInterface
public interface Publisher {

    /** Publishes an event. Must not wait and must not throw. */
    void publish(String aggregate, Recorded<?> recorded);
}
