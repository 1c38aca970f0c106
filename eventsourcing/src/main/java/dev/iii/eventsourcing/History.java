package dev.iii.eventsourcing;

import java.util.List;
import java.util.Optional;

/**
 * A page of the history of a stream. Immutable.
 *
 * @param events the events, newest first
 * @param next the cursor of the page with older events; empty if this page contains the first event
 * @param <E> the type of all events
 */
public record History<E>(List<Recorded<E>> events, Optional<String> next) {

    /** Copies the events. */
    public History {
        events = List.copyOf(events);
    }
}
