package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.log.Position;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row with the position in the log that it includes. Both are one value in the store, so they cannot differ. Immutable.
 *
 * @param stream the stream
 * @param at the position after the last event that the value includes
 * @param value the value; {@code null} if the projection has removed it
 * @param bytes the size of the JSON of the value
 * @param <V> the type of the rows
 */
record StoredRow<V>(String stream, Position at, @Nullable V value, int bytes) {

    /** Returns the row before the first event of a stream. */
    static <V> StoredRow<V> empty(String stream) {
        return new StoredRow<>(stream, Position.START, null, 0);
    }

    /** Returns {@code true} if the stream has no events. */
    boolean isEmpty() {
        return at.n() == 0;
    }

    /** Returns the row for users; empty if the projection has removed it. */
    Optional<View.Row<V>> visible() {
        return value == null ? Optional.empty() : Optional.of(new View.Row<>(stream, value, at.n()));
    }
}
