package dev.iii.sdk.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
        try {
            executor.execute(submitted);
        } catch (RuntimeException e) {
            log.debug("The handler executor rejected a task: {}", e.toString());
            submitted.rejected = true;
        }
        submitted.submitter = null;
        if (submitted.rejected) {
            tasks.decrementAndGet();
        }
        return !submitted.rejected;
    }

    /** One task. It runs once, on a thread other than the submitting one. */
    private final class SubmittedTask implements Runnable {

        private final Runnable task;
        /** The submitting thread; {@code null} after the executor has accepted the task. */
        private volatile @Nullable Thread submitter = Thread.currentThread();

        private boolean rejected;

        SubmittedTask(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            Thread current = Thread.currentThread();
            if (current == submitter) {
                rejected = true;
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
    public boolean beginWait() {
        return includesCurrent();
    }

    @Override
    public void endWait() {}
}
