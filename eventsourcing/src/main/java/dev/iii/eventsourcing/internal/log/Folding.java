package dev.iii.eventsourcing.internal.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes the state of a stream from its entries. Pure functions.
 *
 * @param <S> the state
 */
public interface Folding<S> {

    /** Returns the state before the first event. */
    S initial();

    /** Returns the state before a segment from its snapshot; {@code null} if it has no snapshot of the current version. */
    @Nullable
    S restore(Segment segment);

    /** Returns the snapshots of a state, by the name of the snapshot version; empty if there are none. */
    Map<String, String> snapshots(S state);

    /** Returns the state after an entry. May throw, if the program does not know an event of it. */
    S evolve(S state, Entry entry);

    /** Called when a log is read from its beginning, before the entries of a segment are folded. */
    default void entered(Segment segment, S before) {}

    /**
     * Returns an object that knows no command yet.
     *
     * @param oldest the key of the segment whose commands are added next
     * @param before the key of the segment before it; {@code null} if it is the first one
     */
    Known known(String oldest, @Nullable String before);
}
