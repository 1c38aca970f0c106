package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StreamHint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over all streams of an aggregate, bucket by bucket. The streams of a bucket are those of the list of streams, those
 * with a stored row and those in memory: the engine may have lost any of them. Not thread-safe.
 *
 * @param <V> the type of the rows
 */
final class Pass<V> {

    private final LogStore log;
    private final RowStore<V> rows;
    private final RowTable<V> table;
    private final @Nullable RowTable<V> also;
    private final Deque<String> streams = new ArrayDeque<>();
    private Map<String, StoredRow<V>> stored = new HashMap<>();
    private Set<String> hinted = new LinkedHashSet<>();
    private int bucket;
    private boolean opened;

    /**
     * Creates a pass.
     *
     * @param table the rows in memory of the generation that is checked
     * @param also another table whose streams are included; {@code null} if there is none
     * @param first the first bucket
     */
    Pass(LogStore log, RowStore<V> rows, RowTable<V> table, @Nullable RowTable<V> also, int first) {
        this.log = log;
        this.rows = rows;
        this.table = table;
        this.also = also;
        this.bucket = first;
    }

    RowTable<V> table() {
        return table;
    }

    /** Returns the current bucket; {@link Scopes#BUCKETS} at the end. */
    int bucket() {
        return bucket;
    }

    boolean isDone() {
        return bucket >= Scopes.BUCKETS;
    }

    /** Returns {@code true} if {@link #open} must be called before {@link #next}. */
    boolean mustOpen() {
        return !opened;
    }

    /** Reads the current bucket. Throws the exceptions of a call. */
    void open() {
        Map<String, StoredRow<V>> read = rows.list(table.generation(), bucket);
        Set<String> listed = new LinkedHashSet<>();
        for (StreamHint hint : log.streams(bucket)) {
            listed.add(hint.stream());
        }
        Set<String> all = new LinkedHashSet<>(listed);
        all.addAll(read.keySet());
        all.addAll(table.streams(bucket));
        if (also != null) {
            all.addAll(also.streams(bucket));
        }
        stored = read;
        hinted = listed;
        streams.clear();
        streams.addAll(all);
        opened = true;
    }

    /** Returns the next stream of the current bucket; {@code null} at its end. */
    @Nullable
    String next() {
        return streams.peek();
    }

    /** Returns the stored row of a stream of the current bucket, as it was when the bucket was read. */
    @Nullable
    StoredRow<V> stored(String stream) {
        return stored.get(stream);
    }

    /** Returns {@code true} if a stream is in the list of streams. */
    boolean isListed(String stream) {
        return hinted.contains(stream);
    }

    /** Continues after the stream that {@link #next} has returned. */
    void advance() {
        streams.poll();
    }

    /** Continues with the next bucket. */
    void close() {
        bucket++;
        opened = false;
        stored = new HashMap<>();
        hinted = new LinkedHashSet<>();
    }
}
