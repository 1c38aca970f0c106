package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.Position;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.StreamReader;
import dev.iii.eventsourcing.internal.store.UserCode;
import dev.iii.sdk.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes a row from the log. Thread-safe.
 *
 * @param <E> the type of all events
 * @param <V> the type of the rows
 */
final class CatchUp<E, V> {

    private static final int MAX_RESTARTS = 5;

    private final StreamReader reader;
    private final EventJson<E> events;
    private final Projection.Step<E, V> step;

    CatchUp(StreamReader reader, EventJson<E> events, Projection.Step<E, V> step) {
        this.reader = reader;
        this.events = events;
        this.step = step;
    }

    /**
     * The result of reading on.
     *
     * @param row the row after the last event that could be applied
     * @param valueJson the JSON of its value; empty if the position did not change
     * @param failure why the next event could not be applied; {@code null} if the row includes the whole log
     */
    record Result<V>(
            StoredRow<V> row, String valueJson, @Nullable Failure failure) {}

    /**
     * A failure of an event.
     *
     * @param event the id of the event
     * @param cause what was thrown
     */
    record Failure(String event, Throwable cause) {}

    /**
     * Reads on from a row to the end of the log. If the row belongs to a history that does not exist any more, all events are
     * read.
     *
     * @throws dev.iii.sdk.error.CallException if the engine does not answer
     * @throws IllegalStateException if the log is exchanged again and again while it is read
     */
    Result<V> on(StoredRow<V> from) {
        Position at = from.at();
        V value = from.value();
        int restarts = 0;
        while (true) {
            StreamReader.Progress progress = reader.after(from.stream(), at);
            if (!(progress instanceof StreamReader.Slice slice)) {
                if (++restarts > MAX_RESTARTS) {
                    throw new IllegalStateException("the log of " + from.stream() + " changes while it is read");
                }
                at = Position.START;
                value = null;
                continue;
            }
            for (Entry entry : slice.entries()) {
                try {
                    @Nullable V before = value;
                    value = UserCode.<@Nullable V>run(() -> apply(from.stream(), before, entry));
                } catch (Throwable e) {
                    return result(from, at, value, new Failure(entry.id(), e));
                }
                at = after(entry, slice, at);
            }
            at = slice.end();
            if (slice.atEnd()) {
                return result(from, at, value, null);
            }
        }
    }

    /** Returns the position after an entry of a slice: all entries of a slice are in the segment of its end. */
    private static Position after(Entry entry, StreamReader.Slice slice, Position before) {
        return slice.entries().isEmpty()
                ? before
                : new Position(slice.end().segment(), entry.lastId(), entry.lastNumber());
    }

    private @Nullable V apply(String stream, @Nullable V before, Entry entry) {
        List<Recorded<E>> recorded = events.read(stream, entry);
        V value = before;
        for (Recorded<E> event : recorded) {
            value = step.apply(value, event);
        }
        return value;
    }

    private static <V> Result<V> result(StoredRow<V> from, Position at, @Nullable V value, @Nullable Failure failure) {
        if (at.equals(from.at())) {
            return new Result<>(from, "", failure);
        }
        String json;
        try {
            json = Json.of(value).text();
        } catch (Throwable e) {
            return new Result<>(from, "", failure == null ? new Failure(at.id(), e) : failure);
        }
        return new Result<>(new StoredRow<>(from.stream(), at, value, RowStore.bytes(json)), json, failure);
    }
}
