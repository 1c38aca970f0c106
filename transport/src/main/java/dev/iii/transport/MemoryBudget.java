package dev.iii.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The maximum number of bytes that the connections that share this budget may hold together. If it is exceeded, the
 * connection with the most bytes is dropped, then the next one, until the rest fits. Among equal ones, it is the one that
 * has held bytes for the longest time. The other connections are not affected. Thread-safe.
 */
final class MemoryBudget {

    /** A part of a connection that holds bytes. Thread-safe. */
    interface Holder {

        /** Returns the number of bytes that this holder has added to the budget. */
        long heldBytes();

        /**
         * Returns all bytes to the budget, and drops the connection. No bytes are added afterwards. Called by any thread,
         * which may hold any lock except those of holders.
         */
        void evict();
    }

    private final long limit;
    private final AtomicLong held = new AtomicLong();
    /** The number of each holder, in the order in which they joined. */
    private final Map<Holder, Long> holders = new ConcurrentHashMap<>();

    private final AtomicLong joined = new AtomicLong();
    /** Held while connections are dropped, so that two threads do not drop two connections where one is enough. */
    private final ReentrantLock evicting = new ReentrantLock();

    MemoryBudget(long limit) {
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    long heldBytes() {
        return held.get();
    }

    void join(Holder holder) {
        holders.put(holder, joined.incrementAndGet());
    }

    void leave(Holder holder) {
        holders.remove(holder);
    }

    /** Adds bytes, or returns them if the number is negative. Returns {@code true} if the budget is exceeded now. */
    boolean add(long bytes) {
        return held.addAndGet(bytes) > limit;
    }

    /** Drops connections until the rest fits. The caller must not hold a lock of a holder. */
    void enforce() {
        evicting.lock();
        try {
            Holder largest;
            while (held.get() > limit && (largest = largest()) != null) {
                largest.evict();
            }
        } finally {
            evicting.unlock();
        }
    }

    /** Returns the holder of most bytes. Among equal ones, it is the one that has held bytes for the longest time. */
    private @Nullable Holder largest() {
        Holder largest = null;
        long most = 0;
        long since = Long.MAX_VALUE;
        for (Map.Entry<Holder, Long> entry : holders.entrySet()) {
            long bytes = entry.getKey().heldBytes();
            if (bytes > most || bytes == most && bytes > 0 && entry.getValue() < since) {
                most = bytes;
                since = entry.getValue();
                largest = entry.getKey();
            }
        }
        return largest;
    }
}
