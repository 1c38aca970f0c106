package dev.iii.eventsourcing.internal.command;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.eventsourcing.internal.log.Head;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The ends of the logs that were used last. They make commands fast; the log is right without them. Thread-safe.
 *
 * @param <S> the state
 */
final class Memories<S> {

    private final int maxStreams;
    private final int maxKeys;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final LinkedHashMap<String, Memory<S>> byStream = new LinkedHashMap<>();

    @GuardedBy("lock")
    private long keys;

    /**
     * Creates an empty memory.
     *
     * @param maxStreams the maximum number of streams
     * @param maxKeys the maximum number of idempotency keys of all streams
     */
    Memories(int maxStreams, int maxKeys) {
        this.maxStreams = maxStreams;
        this.maxKeys = maxKeys;
    }

    /**
     * The end of a log.
     *
     * @param head the last position
     * @param since the time at which the operation began that has read it, on {@link System#nanoTime}
     * @param epoch the number of the memory at this time, see {@link
     *     dev.iii.eventsourcing.internal.store.LogSignals#epoch}
     */
    record Memory<S>(Head<S> head, long since, long epoch) {

        private int keys() {
            return head.known() instanceof CommandIndex index ? index.size() : 0;
        }
    }

    /** Removes and returns the end of a log, so that no other command uses it if this one fails. */
    @Nullable
    Memory<S> take(String stream, long epoch) {
        lock.lock();
        try {
            Memory<S> memory = byStream.remove(stream);
            if (memory == null) {
                return null;
            }
            keys -= memory.keys();
            return memory.epoch() == epoch ? memory : null;
        } finally {
            lock.unlock();
        }
    }

    /** Remembers the end of a log. */
    void put(String stream, Memory<S> memory) {
        lock.lock();
        try {
            Memory<S> old = byStream.put(stream, memory);
            keys += memory.keys() - (old == null ? 0 : old.keys());
            Iterator<Memory<S>> eldest = byStream.values().iterator();
            while (byStream.size() > 1 && (byStream.size() > maxStreams || keys > maxKeys)) {
                keys -= eldest.next().keys();
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything. */
    void clear() {
        lock.lock();
        try {
            byStream.clear();
            keys = 0;
        } finally {
            lock.unlock();
        }
    }
}
