package dev.iii.sdk.internal.runtime;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads that poll their tasks from an inbox. A thread that waits for the engine lets another one run in its place, so that
 * functions of one worker can call each other without exhausting the threads.
 */
abstract class InboxHandlerThreads extends AbstractHandlerThreads {

    private final int maxRunning;
    private final int maxThreads;
    final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger threadCount = new AtomicInteger();
    /** The number of threads that wait for the engine. */
    private final AtomicInteger waiting = new AtomicInteger();
    /** The number of threads of the event loop that run tasks. */
    private final AtomicInteger adopted = new AtomicInteger();

    /**
     * @param maxRunning the maximum number of threads that run tasks and do not wait for the engine
     * @param maxThreads the maximum number of threads, including those that wait for the engine
     */
    InboxHandlerThreads(int maxRunning, int maxThreads) {
        this.maxRunning = maxRunning;
        this.maxThreads = maxThreads;
    }

    /** Lets a thread poll the inbox, if the limits permit one more. If none can be started, that is tried again later. */
    abstract void runAnother();

    /** A task was taken out of the inbox. */
    abstract void taken();

    @Override
    final void startIfNeeded() {
        if (!inbox.isEmpty()) {
            runAnother();
        }
    }

    @Override
    final boolean hasWaitingTasks() {
        return !inbox.isEmpty();
    }

    @Override
    final @Nullable Runnable pollTask() {
        Runnable task = inbox.poll();
        if (task != null) {
            taken();
        }
        return task;
    }

    /** Counts a new thread. Returns {@code false} if a limit is reached. */
    final boolean reserveThread() {
        int count = threadCount.get();
        while (mayReserve(count)) {
            if (threadCount.compareAndSet(count, count + 1)) {
                return true;
            }
            count = threadCount.get();
        }
        return false;
    }

    /** Returns {@code true} if the limits permit one more thread now. */
    final boolean mayReserveThread() {
        return mayReserve(threadCount.get());
    }

    private boolean mayReserve(int count) {
        return count < Math.min(maxThreads, maxRunning + waiting.get());
    }

    /**
     * Returns {@code true} if the limits permit that an idle thread runs a task. Idle threads are below the limit, except
     * while threads of the event loop count.
     */
    final boolean mayWake(Collection<?> idle) {
        return adopted.get() == 0 || mayReserve(threadCount.get() - idle.size());
    }

    /** Records that a thread has ended, or could not be started. */
    final void releaseThread(@Nullable Thread thread) {
        if (thread != null) {
            remove(thread);
        }
        threadCount.decrementAndGet();
    }

    @Override
    final int remaining() {
        return threadCount.get();
    }

    @Override
    public final void adopt(Thread thread) {
        adopted.incrementAndGet();
        threadCount.incrementAndGet();
        add(thread);
    }

    @Override
    public final void release(Thread thread) {
        releaseThread(thread);
        adopted.decrementAndGet();
        // A task may wait because this thread has counted.
        startIfNeeded();
    }

    @Override
    public final boolean beginWait() {
        if (!includesCurrent()) {
            return false;
        }
        waiting.incrementAndGet();
        startIfNeeded();
        return true;
    }

    @Override
    public final void endWait() {
        waiting.decrementAndGet();
    }
}
