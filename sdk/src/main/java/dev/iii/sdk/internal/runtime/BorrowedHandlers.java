package dev.iii.sdk.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Handler threads of an executor of the user. It has only a limited number of tasks at the same time.
 *
 * <p>A task that the executor runs on the submitting thread counts as rejected, because the submitting thread may be the
 * I/O thread.
 */
final class BorrowedHandlers extends AbstractHandlerThreads {

    private final Executor executor;
    private final int maxTasks;
    private final AtomicInteger tasks = new AtomicInteger();

    BorrowedHandlers(Executor executor, int maxTasks) {
        this.executor = executor;
        this.maxTasks = maxTasks;
    }

    @Override
    public boolean tryExecute(Runnable task) {
        return !isClosed() && tasks.get() < maxTasks && submit(task);
    }

    @Override
    public void execute(Runnable task) {
        if (!submit(task)) {
            throw new RejectedExecutionException("the handler executor rejected a task that completes an invocation");
        }
    }

    private boolean submit(Runnable task) {
        SubmittedTask submitted = new SubmittedTask(task);
        tasks.incrementAndGet();
        boolean rejected = false;
        try {
            executor.execute(submitted);
        } catch (Throwable e) {
            // Not only rejections: an executor that cannot start a thread throws an OutOfMemoryError.
            rejected = submitted.claim();
            log.debug("The handler executor rejected a task", e);
        } finally {
            submitted.submitter = null;
            rejected |= submitted.ranOnSubmitter;
            if (rejected) {
                tasks.decrementAndGet();
            }
        }
        return !rejected;
    }

    /** One task. It runs at most once, on a thread other than the submitting one, and not after it was rejected. */
    private final class SubmittedTask implements Runnable {

        private final Runnable task;
        /** The submitting thread; {@code null} after the executor has accepted the task. */
        private volatile @Nullable Thread submitter = Thread.currentThread();

        private final AtomicBoolean claimed = new AtomicBoolean();
        private boolean ranOnSubmitter;

        SubmittedTask(Runnable task) {
            this.task = task;
        }

        /** Returns {@code true} for the one who may run the task, or reject it. */
        boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        @Override
        public void run() {
            Thread current = Thread.currentThread();
            if (current == submitter) {
                ranOnSubmitter = claim();
                return;
            }
            if (!claim()) {
                return;
            }
            add(current);
            try {
                runTask(task);
            } finally {
                remove(current);
                tasks.decrementAndGet();
                // Only now can close() no longer interrupt this thread, which belongs to the user.
                Thread.interrupted();
            }
        }
    }

    @Override
    int remaining() {
        return tasks.get();
    }

    @Override
    public void adopt(Thread thread) {
        tasks.incrementAndGet();
        add(thread);
    }

    @Override
    public void release(Thread thread) {
        remove(thread);
        tasks.decrementAndGet();
    }

    @Override
    public boolean beginWait() {
        return includesCurrent();
    }

    @Override
    public void endWait() {}
}
