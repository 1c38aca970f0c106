package dev.iii.sdk.internal.runtime;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A pool of platform threads that keeps few threads running.
 *
 * <p>A submitting thread wakes at most one thread, and none while a woken thread has not reached the inbox yet. A thread
 * that reaches the inbox and finds more than one task wakes the next. Therefore one or two threads, which never sleep, run
 * all short tasks. Blocking tasks get a thread each, one shortly after the other.
 *
 * <p>If the operating system refuses a thread, the tasks wait: running threads poll the inbox, and {@link ThreadStarts} tries
 * again later.
 */
final class PooledHandlers extends InboxHandlerThreads {

    /** The time after which a thread without a task ends. */
    static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The maximum number of threads that run handlers, including those that wait for the engine. */
    private static final int MAX_HANDLERS = 4096;
    /** The maximum number of threads that run other code. Most systems refuse a thread before that. */
    private static final int MAX_OTHERS = 16_384;

    private final String name;
    private final int maxWaiting;
    private final long keepAliveNanos;
    private final AtomicInteger inboxSize = new AtomicInteger();
    private final ConcurrentLinkedDeque<PoolThread> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger nextNumber = new AtomicInteger();
    /** {@code true} while a thread that was woken or started has not reached the inbox. */
    private final AtomicBoolean wakeupPending = new AtomicBoolean();

    PooledHandlers(
            String name,
            int maxRunning,
            int maxWaiting,
            long keepAliveNanos,
            UnseenWaits unseenWaits,
            ThreadStarts starts,
            PoolTimer timer) {
        super(maxRunning, unseenWaits == UnseenWaits.REPLACE ? MAX_OTHERS : MAX_HANDLERS, unseenWaits, starts, timer);
        this.name = name;
        this.maxWaiting = maxWaiting;
        this.keepAliveNanos = keepAliveNanos;
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
        runAnother();
    }

    @Override
    void runAnother() {
        while (wakeupPending.compareAndSet(false, true)) {
            PoolThread sleeper = mayWake(idle) ? idle.pollFirst() : null;
            if (sleeper != null) {
                sleeper.wake();
                return;
            }
            if (reserveThread()) {
                Throwable failure = startReserved();
                if (failure == null) {
                    return;
                }
                // Reset the flag first: the retry runs on another thread and must not find it set.
                wakeupPending.set(false);
                starts.failed(failure, this::startIfNeeded);
                if (inbox.isEmpty() || !canWake()) {
                    return;
                }
                continue;
            }
            // All threads are running tasks and will poll the inbox afterwards.
            wakeupPending.set(false);
            // A thread that became idle, began to wait or ended before that could not wake another one.
            if (inbox.isEmpty() || (!canWake() && !mayReserveThread())) {
                watchIfNeeded();
                return;
            }
        }
    }

    private boolean canWake() {
        return !idle.isEmpty() && mayWake(idle);
    }

    /** Starts a thread that is counted already. Returns the reason if that fails. */
    private @Nullable Throwable startReserved() {
        PoolThread thread = null;
        try {
            thread = new PoolThread(nextName());
            add(thread);
            starts.start(thread);
            return null;
        } catch (Throwable e) {
            releaseThread(thread);
            return e;
        }
    }

    @Override
    void taken() {
        inboxSize.decrementAndGet();
    }

    @Override
    Thread newThread(Runnable code) {
        Thread thread = new Thread(null, code, nextName(), 0, false);
        thread.setDaemon(true);
        return thread;
    }

    private String nextName() {
        return name + "-" + nextNumber.getAndIncrement();
    }

    @Override
    int idleThreads() {
        return idle.size();
    }

    @Override
    String name() {
        return name;
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
            boolean retired = false;
            try {
                wakeupPending.set(false);
                // Continue after close(): admitted tasks must run.
                Runnable task;
                while (!retired && ((task = pollTask()) != null || sleep())) {
                    if (task != null) {
                        work(task);
                        retired = retire();
                    }
                }
            } finally {
                if (!retired) {
                    releaseThread(this);
                }
                // A task may have been added after the last poll, while the thread limit was still reached.
                startIfNeeded();
            }
        }

        private void work(Runnable task) {
            try {
                startIfNeeded();
            } finally {
                runTask(task);
            }
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
            long deadline = System.nanoTime() + keepAliveNanos;
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
