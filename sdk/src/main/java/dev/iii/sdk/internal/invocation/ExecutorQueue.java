package dev.iii.sdk.internal.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.transport.EventLoop;
import dev.iii.transport.UserTask;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes invocations to the handler executor of the user, in order and one at a time. The method {@code execute} of the
 * executor is code of the user: it may block, for example until a bounded queue is no longer full. Therefore it runs as a
 * user task of the event loop, so that another thread reads the connection if it blocks. At most one thread is blocked.
 * Thread-safe.
 */
final class ExecutorQueue implements UserTask {

    private static final Logger log = LoggerFactory.getLogger(Invoker.class);

    /** Passes invocations on. */
    interface Target {

        /** Submits the invocation to the executor. May block. */
        void submit(RunningInvocation invocation);

        /** Refuses the invocation, because the worker is closed. */
        void refused(RunningInvocation invocation);
    }

    private final EventLoop loop;
    private final int maxWaiting;
    private final Target target;
    private final AtomicBoolean reported = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Queue<RunningInvocation> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean running;

    /** @param maxWaiting the maximum number of invocations that wait for the executor */
    ExecutorQueue(EventLoop loop, int maxWaiting, Target target) {
        this.loop = loop;
        this.maxWaiting = maxWaiting;
        this.target = target;
    }

    /** Adds an invocation. Returns {@code false} if too many wait. */
    boolean add(RunningInvocation invocation) {
        lock.lock();
        try {
            if (waiting.size() >= maxWaiting) {
                return false;
            }
            waiting.add(invocation);
            if (running) {
                return true;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        boolean submitted = false;
        try {
            loop.runUserTask(this);
            submitted = true;
        } finally {
            if (!submitted) {
                remove(invocation);
            }
        }
        return true;
    }

    /** The loop has not taken the task: the next invocation submits it again. */
    private void remove(RunningInvocation invocation) {
        lock.lock();
        try {
            waiting.remove(invocation);
            running = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        RunningInvocation next;
        while ((next = next()) != null) {
            try {
                if (next.isCancelled()) {
                    next.skip();
                } else {
                    target.submit(next);
                }
            } catch (Throwable e) {
                // The next ones must be submitted, too.
                next.fail(e);
                next.skip();
            }
        }
    }

    @Override
    public void loopClosed() {
        RunningInvocation next;
        while ((next = next()) != null) {
            target.refused(next);
        }
    }

    @Override
    public void takenOver(Thread thread, Loss loss, StackTraceElement[] stack) {
        // A thread that runs for long may just not have been scheduled.
        if (loss == Loss.RUNS || !reported.compareAndSet(false, true)) {
            return;
        }
        Throwable where = new Throwable("the executor was here");
        if (loss == Loss.BLOCKED) {
            where.setStackTrace(stack);
        }
        log.warn(
                "The handlerExecutor blocks in execute(). Calls wait until it accepts them, and another thread reads the"
                        + " connection meanwhile. Use an executor that rejects tasks or keeps them in a queue",
                where);
    }

    private @Nullable RunningInvocation next() {
        lock.lock();
        try {
            RunningInvocation next = waiting.poll();
            if (next == null) {
                running = false;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
