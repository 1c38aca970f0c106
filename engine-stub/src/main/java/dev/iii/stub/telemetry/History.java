package dev.iii.stub.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.stub.core.environment.StubClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * Stores records in the order of their arrival. Number, bytes and age are bounded; the oldest records are removed
 * first. The age counts from the arrival and not from the time in the record, which may be long ago. Thread-safe.
 *
 * @param <T> the type of the records
 */
final class History<T> {

    /**
     * The limits of a history.
     *
     * @param count the maximum number of records
     * @param bytes the approximate maximum number of bytes
     * @param age the maximum age of a record
     */
    record Bounds(int count, long bytes, Duration age) {}

    private record Kept<T>(T item, long bytes, long arrivedNanos) {}

    private final Bounds bounds;
    private final StubClock clock;
    private final ToLongFunction<T> size;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<Kept<T>> items = new ArrayDeque<>();

    @GuardedBy("lock")
    private long bytes;

    History(Bounds bounds, StubClock clock, ToLongFunction<T> size) {
        this.bounds = bounds;
        this.clock = clock;
        this.size = size;
    }

    void add(List<T> added) {
        long now = clock.nanoTime();
        lock.lock();
        try {
            for (T item : added) {
                Kept<T> kept = new Kept<>(item, size.applyAsLong(item), now);
                items.add(kept);
                bytes += kept.bytes();
                evict(now);
            }
        } finally {
            lock.unlock();
        }
    }

    List<T> all() {
        lock.lock();
        try {
            evict(clock.nanoTime());
            List<T> all = new ArrayList<>(items.size());
            items.forEach(kept -> all.add(kept.item()));
            return all;
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            items.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            evict(clock.nanoTime());
            return items.size();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void evict(long now) {
        Kept<T> oldest = items.peekFirst();
        while (oldest != null
                && (items.size() > bounds.count()
                        || bytes > bounds.bytes()
                        || now - oldest.arrivedNanos() > bounds.age().toNanos())) {
            items.removeFirst();
            bytes -= oldest.bytes();
            oldest = items.peekFirst();
        }
    }
}
