package dev.iii.sdk.internal.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of handlers of a worker that run or wait, on handler threads and on the I/O thread. Enforces the limits of the
 * worker for the I/O thread; {@link HandlerThreads} enforces them for its own threads. Thread-safe.
 */
public final class InvocationLoad {

    private final int maxRunning;
    private final int maxAdmitted;
    /** The handlers that run or wait on handler threads, and those that have lost the I/O thread. */
    private final AtomicInteger onThreads = new AtomicInteger();
    /** The handlers that wait for the I/O thread. */
    private final AtomicInteger queued = new AtomicInteger();

    /**
     * @param running the maximum number of handlers that run at the same time
     * @param inbox the maximum number of handlers that wait
     */
    public InvocationLoad(int running, int inbox) {
        maxRunning = running;
        maxAdmitted = (int) Math.min(Integer.MAX_VALUE, (long) running + inbox);
    }

    void begin() {
        onThreads.incrementAndGet();
    }

    void end() {
        onThreads.decrementAndGet();
    }

    /** Returns {@code true} if one more handler may run. */
    boolean mayRun() {
        return onThreads.get() < maxRunning;
    }

    /** Counts a handler that waits for the I/O thread. Returns {@code false} if too many run or wait. */
    boolean tryQueue() {
        if (queued.get() + onThreads.get() >= maxAdmitted) {
            return false;
        }
        queued.incrementAndGet();
        return true;
    }

    void unqueue() {
        queued.decrementAndGet();
    }
}
