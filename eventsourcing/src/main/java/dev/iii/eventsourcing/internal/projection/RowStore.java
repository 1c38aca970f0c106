package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.internal.log.EventIds;
import dev.iii.eventsourcing.internal.log.Position;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a projection in the state of the engine. A value that cannot be read as a row counts as missing. Thread-safe.
 * Each method throws the exceptions of a call.
 *
 * @param <V> the type of the rows
 */
final class RowStore<V> {

    private static final String STREAM = "s";
    private static final String POSITION = "at";
    private static final String SEGMENT = "g";
    private static final String ID = "id";
    private static final String NUMBER = "n";
    private static final String VALUE = "v";
    private static final String CANARY = "canary";

    private final StateStore store;
    private final ViewScopes scopes;
    private final String projection;
    private final TypeRef<V> type;

    RowStore(StateStore store, ViewScopes scopes, String projection, TypeRef<V> type) {
        this.store = store;
        this.scopes = scopes;
        this.projection = projection;
        this.type = type;
    }

    /** Returns a row; {@code null} if there is none that can be read. */
    @Nullable
    StoredRow<V> read(Generation generation, String stream) {
        Json json = store.get(scope(generation, stream), stream);
        StoredRow<V> row = json == null ? null : row(json);
        return row == null || !row.stream().equals(stream) ? null : row;
    }

    /** Returns the rows of a bucket by stream. */
    Map<String, StoredRow<V>> list(Generation generation, int bucket) {
        Map<String, StoredRow<V>> rows = new HashMap<>();
        for (Json json : store.list(scopes.rows(projection, generation, bucket))) {
            StoredRow<V> row = row(json);
            if (row != null) {
                rows.put(row.stream(), row);
            }
        }
        return rows;
    }

    /** Returns the streams of a bucket with a value, also one that cannot be read as a row of this type. */
    Iterable<String> keys(Generation generation, int bucket) {
        return store.list(scopes.rows(projection, generation, bucket)).stream()
                .map(json -> Fields.text(json, STREAM))
                .filter(stream -> stream != null)
                .toList();
    }

    /**
     * Writes a row.
     *
     * @return the position of the row that was replaced; {@link Position#START} if there was none
     */
    Position write(Generation generation, StoredRow<V> row, String valueJson) {
        Map<String, Json> at = new LinkedHashMap<>();
        at.put(SEGMENT, Json.of(row.at().segment()));
        at.put(ID, Json.of(row.at().id()));
        at.put(NUMBER, Json.of(row.at().n()));
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put(STREAM, Json.of(row.stream()));
        fields.put(POSITION, Json.object(at));
        fields.put(VALUE, Json.of(valueJson));
        Json old = store.set(scope(generation, row.stream()), row.stream(), Json.object(fields));
        Position before = old == null ? null : position(old.field(POSITION));
        return before == null ? Position.START : before;
    }

    /** Removes a row. */
    void delete(Generation generation, String stream) {
        store.delete(scope(generation, stream), stream);
    }

    /** Removes rows of a bucket. */
    void deleteAll(Generation generation, int bucket, Collection<String> streams) {
        store.deleteAll(scopes.rows(projection, generation, bucket), streams);
    }

    /** Returns {@code true} if the view was not deleted since {@link #writeCanary}. */
    boolean hasCanary(Generation generation) {
        return store.get(scopes.canary(projection, generation), CANARY) != null;
    }

    /** Writes the value that shows that the view was not deleted. */
    void writeCanary(Generation generation) {
        store.set(scopes.canary(projection, generation), CANARY, Json.of(1));
    }

    /** Removes the value of {@link #writeCanary}. */
    void deleteCanary(Generation generation) {
        store.delete(scopes.canary(projection, generation), CANARY);
    }

    private String scope(Generation generation, String stream) {
        return scopes.rows(projection, generation, Scopes.bucket(stream));
    }

    /** Returns the size of the JSON of a value in bytes. */
    static int bytes(String valueJson) {
        return valueJson.getBytes(StandardCharsets.UTF_8).length;
    }

    private @Nullable StoredRow<V> row(Json json) {
        String stream = Fields.text(json, STREAM);
        String value = Fields.text(json, VALUE);
        Position at = position(json.field(POSITION));
        if (stream == null || value == null || at == null) {
            return null;
        }
        try {
            return new StoredRow<>(stream, at, Json.parse(value).as(type), bytes(value));
        } catch (Throwable e) {
            // The value of another version, or of another program: the row is computed again.
            return null;
        }
    }

    private static @Nullable Position position(Json json) {
        String segment = Fields.text(json, SEGMENT);
        String id = Fields.text(json, ID);
        long number = Fields.number(json, NUMBER, -1);
        if (segment == null || id == null || number < 0) {
            return null;
        }
        try {
            EventIds.number(segment);
        } catch (IllegalArgumentException e) {
            return null;
        }
        return new Position(segment, id, number);
    }
}
