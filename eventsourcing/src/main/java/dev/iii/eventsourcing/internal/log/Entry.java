package dev.iii.eventsourcing.internal.log;

import org.jspecify.annotations.Nullable;

/**
 * An accepted command in a segment: one or several events, all there or none. An entry that was appended counts only if it
 * follows the last one that counts, see {@link LogRules}. Immutable.
 *
 * @param id the id of the first event
 * @param prev the id of the event before it
 * @param n the number of the first event
 * @param count the number of events
 * @param command the id of the command, which is the same for all attempts
 * @param fingerprint a digest of the request; {@code null} if the caller passed no idempotency key
 * @param at the time in milliseconds since 1970
 * @param correlation the correlation id
 * @param cause the causation id
 * @param events the JSON of the events
 * @param end {@code true} if this entry closes its segment
 */
public record Entry(
        String id,
        String prev,
        long n,
        int count,
        String command,
        @Nullable String fingerprint,
        long at,
        @Nullable String correlation,
        @Nullable String cause,
        String events,
        boolean end) {

    /** Returns a copy that closes its segment, or does not. */
    Entry withEnd(boolean closes) {
        return closes == end
                ? this
                : new Entry(id, prev, n, count, command, fingerprint, at, correlation, cause, events, closes);
    }

    /** Returns the number of the last event. */
    public long lastNumber() {
        return n + count - 1;
    }

    /** Returns the id of the last event. */
    public String lastId() {
        return count == 1 ? id : EventIds.at(id, lastNumber());
    }
}
