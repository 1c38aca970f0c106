package dev.iii.sdk.internal.runtime;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A pool of platform threads that keeps few threads running.
 *
 * <p>A submitting thread wakes at most one thread, and none while a woken thread has not reached the inbox yet. A thread
 * that reaches the inbox and finds more than one task wakes the next. Therefore one or two threads, which never sleep, run
 * all short tasks. Blocking tasks get a thread each, one shortly after the other.
 *
 * <p>A thread that waits for the engine lets another one run in its place, so that functions of one worker can call each
 * other without exhausting the pool.
 */
final class PooledHandlers extends AbstractHandlerThreads {

    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** The maximum number of threads, including those that wait for the engine. */
    private static final int MAX_THREADS = 4096;

    private final String name;
    private final int maxRunning;
    private final int maxWaiting;
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inboxSize = new AtomicInteger();
    private final ConcurrentLinkedDeque<PoolThread> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger threadCount = new AtomicInteger();
    private final AtomicInteger nextNumber = new AtomicInteger();
    /** The number of threads that wait for the engine. */
    private final AtomicInteger waiting = new AtomicInteger();
    /** {@code true} while a thread that was woken or started has not reached the inbox. */
    private final AtomicBoolean wakeupPending = new AtomicBoolean();

    PooledHandlers(String name, int maxRunning, int maxWaiting) {
        this.name = name;
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
    }

    @Override
    public boolean tryExecute(Runnable task) {
        if (isClosed() || inboxSize.get() >= maxWaiting) {
            return false;
        }
        execute(task);
        return true;
    }

    @Override
    public void execute(Runnable task) {
        inboxSize.incrementAndGet();
        inbox.add(task);
        wakeOne();
    }

    private void wakeOne() {
        while (wakeupPending.compareAndSet(false, true)) {
            PoolThread sleeper = idle.pollFirst();
            if (sleeper != null) {
                sleeper.wake();
                return;
            }
            if (startThread()) {
                return;
            }
            // All threads are running tasks and will poll the inbox afterwards.
            wakeupPending.set(false);
            if (inbox.isEmpty() || idle.isEmpty()) {
                return;
            }
        }
    }

    private boolean startThread() {
        int count = threadCount.get();
        while (count < Math.min(MAX_THREADS, maxRunning + waiting.get())) {
            if (threadCount.compareAndSet(count, count + 1)) {
                PoolThread thread = new PoolThread(name + "-" + nextNumber.getAndIncrement());
                add(thread);
                thread.start();
                return true;
            }
            count = threadCount.get();
        }
        return false;
    }

    @Override
    public boolean beginWait() {
        if (!includesCurrent()) {
            return false;
        }
        waiting.incrementAndGet();
        if (!inbox.isEmpty()) {
            wakeOne();
        }
        return true;
    }

    @Override
    public void endWait() {
        waiting.decrementAndGet();
    }

    @Override
    int remaining() {
        return threadCount.get();
    }

    @Override
    void wakeIdle() {
        PoolThread sleeper;
        while ((sleeper = idle.pollFirst()) != null) {
            sleeper.wake();
        }
    }

    private final class PoolThread extends Thread {

        private volatile boolean woken;

        PoolThread(String threadName) {
            super(null, null, threadName, 0, false);
            setDaemon(true);
        }

        void wake() {
            woken = true;
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            try {
                wakeupPending.set(false);
                // Continue after close(): admitted tasks must run.
                Runnable task;
                while ((task = inbox.poll()) != null || sleep()) {
                    if (task != null) {
                        work(task);
                    }
                }
            } finally {
                remove(this);
                threadCount.decrementAndGet();
            }
        }

        private void work(Runnable task) {
            inboxSize.decrementAndGet();
            if (!inbox.isEmpty()) {
                wakeOne();
            }
            runTask(task);
        }

        /** Waits until it is woken. Returns {@code false} if that takes too long, or after close(): the thread then ends. */
        private boolean sleep() {
            if (isClosed()) {
                return false;
            }
            woken = false;
            idle.addFirst(this);
            if (!inbox.isEmpty() && idle.remove(this)) {
                return true;
            }
            long deadline = System.nanoTime() + KEEP_ALIVE_NANOS;
            while (!woken) {
                long left = deadline - System.nanoTime();
                if ((isClosed() || left <= 0) && idle.remove(this)) {
                    return false;
                }
                LockSupport.parkNanos(this, Math.max(left, 1_000_000));
                Thread.interrupted();
            }
            wakeupPending.set(false);
            return true;
        }
    }
}
