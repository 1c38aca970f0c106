package dev.iii.eventsourcing.internal.log;

import org.jspecify.annotations.Nullable;

/**
 * The end of a log, as it was read or left by an append. It may be outdated: the rules of the log make an append that relies on
 * it ineffective then. Immutable, except for {@code known}.
 *
 * @param segment the key of the newest segment
 * @param id the id of the last event
 * @param n the number of the last event
 * @param closed {@code true} if the newest segment is closed
 * @param from the key of the segment before the newest one; {@code null} if it is the first one
 * @param entries the number of entries of the newest segment that count
 * @param bytes the size of the newest segment
 * @param state the state after the last event
 * @param known the commands that are known to be in the log
 * @param <S> the state
 */
public record Head<S>(
        String segment,
        String id,
        long n,
        boolean closed,
        @Nullable String from,
        int entries,
        int bytes,
        S state,
        Known known) {

    /** Returns the end of a stream without events. */
    static <S> Head<S> empty(Folding<S> folding) {
        return new Head<>(
                EventIds.NONE,
                EventIds.NONE,
                0,
                false,
                null,
                0,
                0,
                folding.initial(),
                folding.known(EventIds.NONE, null));
    }

    Head<S> withKnown(Known more) {
        return new Head<>(segment, id, n, closed, from, entries, bytes, state, more);
    }
}
