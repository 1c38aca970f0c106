package dev.iii.eventsourcing.internal.log;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of the store that a protocol asks for. Its result is a {@link Reply}. Immutable. */
public sealed interface Request {

    /** Read the hint of the stream. The reply is a {@link Reply.Hint}. */
    record ReadHint() implements Request {}

    /**
     * Read a segment. The reply is a {@link Reply.Found}.
     *
     * @param segment the key of the segment
     */
    record Read(String segment) implements Request {}

    /**
     * Append entries to a segment, in one operation. The reply is a {@link Reply.Found} with the segment after the append, or
     * {@link Reply.Lost}.
     *
     * @param segment the key of the segment
     * @param beginning what else to write because the entry begins the segment; {@code null} if it does not
     * @param entries the entries, at least one; each follows the one before it
     */
    record Append(String segment, @Nullable Beginning beginning, List<Entry> entries) implements Request {

        /** Copies the entries. */
        public Append {
            entries = List.copyOf(entries);
        }

        /** Returns the first entry. */
        public Entry first() {
            return entries.get(0);
        }

        /** Returns the last entry. */
        public Entry last() {
            return entries.get(entries.size() - 1);
        }
    }

    /**
     * Write the hint of the stream. The reply is {@link Reply.Written} or {@link Reply.Lost}.
     *
     * @param segment the key of the newest segment
     */
    record WriteHint(String segment) implements Request {}

    /**
     * The beginning of a segment. It follows from the key of the segment, so all writers write the same.
     *
     * @param from the key of the segment before it
     * @param n the number of the event before it
     * @param snapshots the state before it, by the name of the snapshot version
     */
    record Beginning(String from, long n, Map<String, String> snapshots) {

        /** Copies the snapshots. */
        public Beginning {
            snapshots = Map.copyOf(snapshots);
        }
    }
}
