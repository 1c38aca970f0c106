package dev.iii.sdk.internal.runtime;

import dev.iii.transport.EventLoop;
import dev.iii.transport.UserTask.Loss;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place where one kind of user code runs: the handler of one function, or the completions of calls. The code runs on the
 * threads of a pool until it is proven quick, and then on the I/O thread, which saves the handoff.
 *
 * <p>Calls of a function keep their order: it runs on the I/O thread only if none of its calls waits or runs on the pool.
 * A call that finds others waiting for the I/O thread waits behind them. A handler on the I/O thread counts for the limits of
 * its worker. If it loses the I/O thread, its thread counts as a thread of the pool until it returns.
 *
 * <p>Thread-safe.
 */
public final class CodePlace {

    private static final Logger log = LoggerFactory.getLogger(HandlerThreads.class);

    private final EventLoop loop;
    private final HandlerThreads pool;
    private final Quickness quickness;
    /** {@code null} for completions: they have no order and no limits, and are never refused. */
    private final @Nullable InvocationLoad load;

    /** The tasks that run or wait on the pool, and those that have lost the I/O thread. */
    private final AtomicInteger onPool = new AtomicInteger();
    /** The tasks that wait for the I/O thread. */
    private final AtomicInteger queued = new AtomicInteger();

    /** @param load the handlers of the worker; {@code null} for completions */
    CodePlace(EventLoop loop, HandlerThreads pool, Quickness quickness, @Nullable InvocationLoad load) {
        this.loop = loop;
        this.pool = pool;
        this.quickness = quickness;
        this.load = load;
    }

    /**
     * Runs the task soon.
     *
     * @return {@code false} if a limit is reached; never for completions
     */
    public boolean submit(PlacedTask task) {
        if (EventLoop.current() == loop && (queued.get() > 0 || mayRunOnIoThread())) {
            return queue(task);
        }
        return submitToPool(task);
    }

    private boolean queue(PlacedTask task) {
        if (load != null && !load.tryQueue()) {
            return false;
        }
        queued.incrementAndGet();
        task.setQueued(true);
        loop.runUserTask(task);
        return true;
    }

    private boolean mayRunOnIoThread() {
        return quickness.isProven() && (load == null || (onPool.get() == 0 && load.mayRun()));
    }

    private boolean submitToPool(PlacedTask task) {
        begin();
        boolean accepted = false;
        try {
            if (load == null) {
                pool.execute(task);
                accepted = true;
            } else {
                accepted = pool.tryExecute(task);
            }
        } catch (RuntimeException | Error e) {
            if (load == null) {
                throw e;
            }
            log.debug("A pool has refused a task", e);
        } finally {
            if (!accepted) {
                end();
            }
        }
        return accepted;
    }

    private void begin() {
        onPool.incrementAndGet();
        if (load != null) {
            load.begin();
        }
    }

    private void end() {
        onPool.decrementAndGet();
        if (load != null) {
            load.end();
        }
    }

    void runOnPool(PlacedTask task) {
        long began = System.nanoTime();
        try {
            task.runCode(false);
        } finally {
            quickness.ran(task.codeEndedNanos() - began);
            end();
        }
    }

    /** Runs a task that was queued for the I/O thread, unless that is no longer possible. */
    void runQueued(PlacedTask task) {
        if (!mayRunOnIoThread()) {
            endOnIoThread(task);
            unqueue(task);
            return;
        }
        countUnqueued();
        long began = System.nanoTime();
        try {
            task.runCode(true);
        } finally {
            long nanos = task.codeEndedNanos() - began;
            if (!endOnIoThread(task)) {
                quickness.ran(nanos);
            }
        }
    }

    /** The current thread no longer runs the task. Returns {@code true} if the thread has lost the reading. */
    private boolean endOnIoThread(PlacedTask task) {
        if (!task.returned()) {
            return false;
        }
        pool.release(Thread.currentThread());
        end();
        return true;
    }

    /** Runs a task on the pool although it was queued for the I/O thread. */
    void unqueue(PlacedTask task) {
        countUnqueued();
        task.setQueued(false);
        if (!submitToPool(task)) {
            task.refused();
        }
    }

    private void countUnqueued() {
        queued.decrementAndGet();
        if (load != null) {
            load.unqueue();
        }
    }

    /** The thread of a task is no longer the I/O thread. */
    void lost(PlacedTask task, Thread thread, Loss loss, StackTraceElement[] stack) {
        quickness.lost(loss);
        // First the counters: the next I/O thread must see them before it looks at the next call.
        begin();
        pool.adopt(thread);
        if (task.adopt()) {
            task.adopted(thread, loss, stack);
        } else {
            // The task has returned meanwhile.
            pool.release(thread);
            end();
        }
    }
}
