package dev.iii.eventsourcing.internal.reaction;

import java.time.Duration;

/** Starts attempts. Thread-safe. An announcement may be lost: attempts that are due are found by a sweep. */
public interface Announcer {

    /** Called when this program begins to own the reaction. May block; throws the exceptions of a call. */
    void begin();

    /** Returns the time after which the sweep handles an occasion if the announcement had no effect. */
    Duration grace();

    /** Announces an occasion that was stored. Does not block and does not throw. */
    void announce(String id);
}
