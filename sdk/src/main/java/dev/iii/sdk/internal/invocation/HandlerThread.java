package dev.iii.sdk.internal.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The thread that runs a handler, only while it runs: an interrupt must not reach the next task of the thread. */
final class HandlerThread {

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Thread thread;

    @GuardedBy("lock")
    private boolean hasReturned;

    @GuardedBy("lock")
    private boolean interrupted;

    /** @param current the thread that may be interrupted from now on, {@code null} if there is none */
    void set(@Nullable Thread current) {
        lock.lock();
        try {
            thread = current;
        } finally {
            lock.unlock();
        }
    }

    /** The thread was the I/O thread until now, and may be interrupted from now on. */
    void adopted(Thread adopted) {
        lock.lock();
        try {
            if (!hasReturned) {
                thread = adopted;
                if (interrupted) {
                    adopted.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The handler has returned. */
    void returned() {
        lock.lock();
        try {
            thread = null;
            hasReturned = true;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the handler, now or when its thread may be interrupted. */
    void interrupt() {
        lock.lock();
        try {
            interrupted = true;
            if (thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns {@code true} if the SDK has interrupted the handler, because of its timeout or of a shutdown. */
    boolean wasInterrupted() {
        lock.lock();
        try {
            return interrupted;
        } finally {
            lock.unlock();
        }
    }
}
