package dev.iii.eventsourcing;

import java.util.List;

/**
 * The result of an accepted command. If the command has events, the result is the same for each repetition with the same id.
 * Immutable.
 *
 * @param stream the stream
 * @param command the command
 * @param before the state before the command
 * @param events the events of the command; empty if nothing happened
 * @param after the state after the command
 * @param version the number of the last event of the stream after the command; 0 if it has none
 * @param <C> the type of the command
 * @param <E> the type of all events
 * @param <S> the state
 */
public record Done<C, E, S>(String stream, C command, S before, List<Recorded<E>> events, S after, long version) {

    /** Copies the events. */
    public Done {
        events = List.copyOf(events);
    }
}
