package dev.iii.stub.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts open connections. A thread can wait until all of them are closed. Thread-safe. */
public final class OpenSockets {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();

    @GuardedBy("lock")
    private int count;

    /** Creates a counter of 0 open connections. */
    public OpenSockets() {
        // Declared explicitly because the class is public.
    }

    /** Adds one open connection. */
    public void opened() {
        lock.lock();
        try {
            count++;
        } finally {
            lock.unlock();
        }
    }

    /** Removes one closed connection. */
    public void closed() {
        lock.lock();
        try {
            count--;
            if (count == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no connection is open.
     *
     * @param timeout the maximum time to wait
     * @return {@code true} if no connection is open; {@code false} if the time is over or the thread was interrupted
     */
    public boolean awaitNone(Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (count > 0 && left > 0) {
                left = none.awaitNanos(left);
            }
            return count == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }
}
