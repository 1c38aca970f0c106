package dev.iii.sdk.internal.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.sdk.internal.runtime.ManagedWait;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the streamed responses that are being written although their callers have the result. A drain waits for them.
 * Thread-safe.
 */
public final class OpenStreams {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
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

    /** Waits until there are none, at most this many nanoseconds. Returns {@code true} if there are none. */
    public boolean await(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (count > 0 && left > 0) {
                left = ManagedWait.awaitNanos(changed, left);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }
}
