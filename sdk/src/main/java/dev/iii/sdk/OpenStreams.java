package dev.iii.sdk;

import dev.iii.sdk.internal.runtime.PoolWait;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Answers that are still being written although their callers have been answered: a drain waits for them. Thread-safe. */
final class OpenStreams {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by the lock. */
    private int count;

    void begin() {
        change(1);
    }

    void end() {
        change(-1);
    }

    private void change(int by) {
        lock.lock();
        try {
            count += by;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is none, at most this long; whether there is none. */
    boolean await(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (count > 0 && left > 0) {
                left = PoolWait.awaitNanos(changed, left);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }
}
