package dev.iii.stub.queue;

import java.util.concurrent.atomic.AtomicLong;

/** The byte limit that all queues of a worker share. Thread-safe. */
final class MemoryQuota {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    MemoryQuota(long max) {
        this.max = max;
    }

    /** Reserves bytes if the limit allows it. Returns {@code true} on success. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= max) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Reserves bytes even beyond the limit. New messages are then rejected until enough bytes are released. */
    void takeAnyhow(long bytes) {
        used.addAndGet(bytes);
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    long max() {
        return max;
    }

    long used() {
        return used.get();
    }
}
