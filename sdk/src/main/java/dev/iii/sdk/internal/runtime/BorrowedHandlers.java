package dev.iii.sdk.internal.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Handler threads of an executor of the user. It has only a limited number of tasks at the same time.
 *
 * <p>A task that the executor runs on the submitting thread counts as rejected, because the submitting thread may be the
 * I/O thread.
 *
 * <p>Handlers may wait for calls of their worker for its functions. If all threads of the executor do that, no thread runs these calls, and
 * the waits end only with the timeouts of the calls. No other thread may run them, because the user has chosen the threads.
 * Samples of the threads notice this, and the log says it once. The same can happen through another worker, whose function calls back.
 * The worker cannot know that: the engine does not say which call has caused a call. So the calls that wait are neither refused nor run
 * elsewhere; perhaps the executor is only slow.
 */
final class BorrowedHandlers extends AbstractHandlerThreads {

    /** The number of samples in a row in which no task begins and all threads wait: 1 s, in which most waits end. */
    static final int WAITING_SAMPLES = 50;

    private final Executor executor;
    private final int maxTasks;
    private final PoolTimer timer;
    private final AtomicInteger tasks = new AtomicInteger();
    /** The tasks that the executor has not begun to run. */
    private final Set<SubmittedTask> pending = ConcurrentHashMap.newKeySet();
    /** The number of tasks that the executor has begun to run. */
    private final AtomicLong begun = new AtomicLong();
    /** {@code true} while a sample is scheduled, and after the report. */
    private final AtomicBoolean watching = new AtomicBoolean();
    /** The number of threads that wait for the engine, for example for the result of a call. */
    private final AtomicInteger waitingForEngine = new AtomicInteger();
    /** The value of {@link #begun} in the last sample. Used only by the sample that is running. */
    private long begunBefore;
    /** The number of samples in a row in which all threads waited. Used only by the sample that is running. */
    private int waitingSamples;

    /** @param timer schedules the samples */
    BorrowedHandlers(Executor executor, int maxTasks, PoolTimer timer) {
        this.executor = executor;
        this.maxTasks = maxTasks;
        this.timer = timer;
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
        pending.add(submitted);
        boolean rejected = false;
        try {
            executor.execute(submitted);
            watch();
        } catch (Throwable e) {
            // Not only rejections: an executor that cannot start a thread throws an OutOfMemoryError.
            rejected = submitted.claim();
            log.debug("The handler executor rejected a task", e);
        } finally {
            submitted.submitter = null;
            rejected |= submitted.ranOnSubmitter;
            if (rejected) {
                pending.remove(submitted);
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

        /** Returns {@code true} if code of the same worker may wait for the task. */
        boolean isAwaited() {
            return task instanceof PlacedTask placed && placed.isAwaited();
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
            pending.remove(this);
            begun.incrementAndGet();
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

    // ---------------------------------------------------------------- threads that all wait

    /** Takes samples of the threads while tasks have not begun, until a sample finds that all threads wait for long. */
    private void watch() {
        if (!pending.isEmpty() && !watching.get() && !isClosed() && watching.compareAndSet(false, true)) {
            schedule();
        }
    }

    private void schedule() {
        try {
            timer.sample(this::takeSample);
        } catch (Throwable e) {
            // Probably there is no memory. The next task schedules it.
            watching.set(false);
        }
    }

    private void takeSample() {
        boolean reported = false;
        try {
            reported = sample(InboxHandlerThreads::waits);
        } catch (Throwable e) {
            log.debug("A sample of the threads of the handlerExecutor failed", e);
        }
        if (reported) {
            return;
        }
        if (pending.isEmpty() || isClosed()) {
            watching.set(false);
            watch();
        } else if (threads().isEmpty()) {
            // The executor has probably dropped the tasks. A handler that waits for a call comes with the task of that
            // call.
            watching.set(false);
        } else {
            schedule();
        }
    }

    /**
     * Takes a sample of the threads. Called by one thread at a time.
     *
     * @param waits whether a thread waits; replaced in tests
     * @return {@code true} if all threads wait, and the log says it
     */
    final boolean sample(Predicate<Thread> waits) {
        long now = begun.get();
        Thread example = now == begunBefore ? waiting(waits) : null;
        begunBefore = now;
        waitingSamples = example == null ? 0 : waitingSamples + 1;
        if (example == null || waitingSamples < WAITING_SAMPLES) {
            return false;
        }
        int all = threads().size();
        String what;
        if (pending.stream().anyMatch(SubmittedTask::isAwaited)) {
            what = "it does not begin to run calls of this worker for its own functions. If the handlers wait for"
                    + " these calls, they wait until the calls time out";
        } else if (waitingForEngine.get() >= all) {
            what = "it begins no other call: they wait for results of calls or for channels. If such a call needs a"
                    + " function of this worker, through another worker, it waits until it times out";
        } else {
            return false;
        }
        Throwable where = new Throwable(example.getName() + " waits here");
        where.setStackTrace(example.getStackTrace());
        log.warn(
                "All {} threads of the handlerExecutor that run handlers wait, and {}. Use an executor with more"
                        + " threads, return a CompletionStage instead of waiting, or omit handlerExecutor: handler threads"
                        + " of the worker run such calls in addition",
                all,
                what,
                where);
        return true;
    }

    /** Returns one of the threads if all of them wait; otherwise {@code null}. */
    private @Nullable Thread waiting(Predicate<Thread> waits) {
        Thread example = null;
        for (Thread thread : threads()) {
            if (!waits.test(thread)) {
                return null;
            }
            example = thread;
        }
        return example;
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
        boolean included = includesCurrent();
        if (included) {
            waitingForEngine.incrementAndGet();
        }
        return included;
    }

    @Override
    public void endWait() {
        waitingForEngine.decrementAndGet();
    }
}
