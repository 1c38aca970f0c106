package dev.iii.sdk.internal.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs single tasks and closes the threads: waits for the running tasks, then interrupts them. */
abstract class AbstractHandlerThreads implements HandlerThreads {

    static final Logger log = LoggerFactory.getLogger(HandlerThreads.class);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** The time that interrupted tasks have to end. */
    private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Returns the number of threads that have not ended; of borrowed threads, the number of tasks that have not ended. */
    abstract int remaining();

    /** Wakes the threads that wait for a task, so that they end if the inbox is empty. */
    void wakeIdle() {}

    final boolean isClosed() {
        return closed;
    }

    /** Records that the thread runs tasks of this object. */
    final void add(Thread thread) {
        threads.add(thread);
    }

    final void remove(Thread thread) {
        threads.remove(thread);
    }

    final boolean includesCurrent() {
        return threads.contains(Thread.currentThread());
    }

    /** Runs a task on the current thread. Logs its exception, whatever it is: the thread must survive. */
    static void runTask(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.error("A task of {} failed", Thread.currentThread().getName(), e);
        }
        // An interrupt that was meant for this task must not reach the next one.
        Thread.interrupted();
    }

    @Override
    public final boolean close(long nanos) {
        closed = true;
        wakeIdle();
        if (!awaitEnd(nanos)) {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.interrupt();
                }
            }
        }
        return awaitEnd(INTERRUPTED_NANOS);
    }

    private boolean awaitEnd(long nanos) {
        long deadline = System.nanoTime() + nanos;
        while (!hasEnded()
                && deadline - System.nanoTime() > 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, POLL_NANOS);
        }
        return hasEnded();
    }

    private boolean hasEnded() {
        return remaining() <= (includesCurrent() ? 1 : 0);
    }
}
