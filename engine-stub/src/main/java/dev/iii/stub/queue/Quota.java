package dev.iii.stub.queue;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all queues of a worker share. Thread-safe. */
final class Quota {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    Quota(long max) {
        this.max = max;
    }

    /** Takes bytes if they are there. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= max) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Takes bytes even if they are not there; new messages wait until others have gone. */
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
