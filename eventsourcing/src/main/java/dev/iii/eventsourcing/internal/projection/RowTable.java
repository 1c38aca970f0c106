package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.internal.store.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one generation in memory, by bucket and stream. Thread-safe.
 *
 * @param <V> the type of the rows
 */
final class RowTable<V> {

    private final Generation generation;
    private final List<Map<String, StoredRow<V>>> buckets = new ArrayList<>();

    RowTable(Generation generation) {
        this.generation = generation;
        for (int i = 0; i < Scopes.BUCKETS; i++) {
            buckets.add(new ConcurrentHashMap<>());
        }
    }

    Generation generation() {
        return generation;
    }

    @Nullable
    StoredRow<V> get(String stream) {
        return bucketOf(stream).get(stream);
    }

    void put(StoredRow<V> row) {
        bucketOf(row.stream()).put(row.stream(), row);
    }

    void remove(String stream) {
        bucketOf(stream).remove(stream);
    }

    Set<String> streams(int bucket) {
        return buckets.get(bucket).keySet();
    }

    void forEach(Consumer<StoredRow<V>> action) {
        for (Map<String, StoredRow<V>> bucket : buckets) {
            bucket.values().forEach(action);
        }
    }

    private Map<String, StoredRow<V>> bucketOf(String stream) {
        return buckets.get(Scopes.bucket(stream));
    }
}
