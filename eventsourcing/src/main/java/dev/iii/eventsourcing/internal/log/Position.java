package dev.iii.eventsourcing.internal.log;

/**
 * A position in a log: after an event. Immutable.
 *
 * @param segment the key of the segment that contains the event
 * @param id the id of the last event of a command; {@link EventIds#NONE} before the first event
 * @param n the number of this event; 0 before the first event
 */
public record Position(String segment, String id, long n) {

    /** The position before the first event. */
    public static final Position START = new Position(EventIds.NONE, EventIds.NONE, 0);
}
