package dev.iii.sdk.internal.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that belong to the user. Only so many tasks are given to them at once; what they refuse, or run on the thread that
 * brings it, counts as refused: that thread is the one that reads from the engine.
 */
final class BorrowedHandlers implements HandlerThreads {

    private static final Logger log = LoggerFactory.getLogger(BorrowedHandlers.class);
    private static final long POLL_NANOS = 1_000_000;
    /** How long a task may take to end after it was interrupted at the end of all. */
    private static final long INTERRUPTED_NANOS = 1_000_000_000;

    private final Executor executor;
    private final int most;
    private final AtomicInteger admitted = new AtomicInteger();
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    BorrowedHandlers(Executor executor, int most) {
        this.executor = executor;
        this.most = most;
    }

    @Override
    public boolean tryExecute(Runnable task) {
        return !closed && admitted.get() < most && handOver(task);
    }

    @Override
    public void execute(Runnable task) {
        if (!handOver(task)) {
            throw new RejectedExecutionException("the handler executor has refused the end of an invocation");
        }
    }

    private boolean handOver(Runnable task) {
        Errand errand = new Errand(task);
        admitted.incrementAndGet();
        try {
            executor.execute(errand);
        } catch (RuntimeException e) {
            log.debug("The handler executor has refused a task: {}", e.toString());
            errand.refused = true;
        }
        errand.bringer = null;
        if (errand.refused) {
            admitted.decrementAndGet();
        }
        return !errand.refused;
    }

    /** One task, run once, on another thread than the one that brings it. */
    private final class Errand implements Runnable {

        private final Runnable task;
        /** The thread that is giving it to the executor; {@code null} when it has done so. */
        private volatile @Nullable Thread bringer = Thread.currentThread();

        private boolean refused;

        Errand(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            Thread me = Thread.currentThread();
            if (me == bringer) {
                refused = true;
                return;
            }
            busy.add(me);
            try {
                task.run();
            } catch (Throwable e) {
                log.error("A task of {} failed", me.getName(), e);
            } finally {
                busy.remove(me);
                admitted.decrementAndGet();
                // An interrupt that came for this task must not hit the next one.
                Thread.interrupted();
            }
        }
    }

    @Override
    public boolean beginWait() {
        return busy.contains(Thread.currentThread());
    }

    @Override
    public void endWait() {}

    @Override
    public boolean close(long nanos) {
        closed = true;
        if (!awaitEnd(nanos)) {
            busy.forEach(Thread::interrupt);
        }
        return awaitEnd(INTERRUPTED_NANOS);
    }

    private boolean awaitEnd(long nanos) {
        long deadline = System.nanoTime() + nanos;
        int own = busy.contains(Thread.currentThread()) ? 1 : 0;
        while (admitted.get() > own && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, POLL_NANOS);
        }
        return admitted.get() <= own;
    }
}
