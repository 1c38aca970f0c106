package dev.iii.sdk.internal.runtime;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Threads that poll their tasks from an inbox. A thread that waits for the engine lets another one run in its place, so that
 * functions of one worker can call each other without exhausting the threads.
 *
 * <p>The pool knows only of waits in methods of the SDK. Therefore it also takes samples of its threads while tasks wait
 * because the limit is reached. If no thread polls a task and all threads wait, {@link UnseenWaits} decides what happens.
 */
abstract class InboxHandlerThreads extends AbstractHandlerThreads {

    /** The number of additional threads if no thread polls a task, although not all threads wait. */
    private static final int MORE_IF_NONE_POLLS = 8;
    /** The maximum number of tasks that begin to run in addition after one sample, because the I/O thread starts their threads. */
    private static final int MAX_STARTS = 64;

    private final int maxRunning;
    private final int maxThreads;
    private final UnseenWaits unseenWaits;
    private final PoolTimer timer;
    final ThreadStarts starts;
    final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger threadCount = new AtomicInteger();
    /** The number of threads that wait for the engine. */
    private final AtomicInteger waiting = new AtomicInteger();
    /** The number of threads of the event loop that run tasks. */
    private final AtomicInteger adopted = new AtomicInteger();
    /** The number of threads above the limit, because others wait for something that the pool does not know of. */
    private final AtomicInteger additional = new AtomicInteger();
    /** {@code true} while a sample is scheduled. */
    private final AtomicBoolean watching = new AtomicBoolean();
    /** Used only by the sample that is running. */
    private final StalledCheck check = new StalledCheck();
    /** Used only by the sample that is running. */
    private boolean reported;

    /**
     * @param maxRunning the maximum number of threads that run tasks and do not wait for the engine
     * @param maxThreads the maximum number of threads, including those that wait
     * @param starts starts the threads
     * @param timer schedules the samples
     */
    InboxHandlerThreads(int maxRunning, int maxThreads, UnseenWaits unseenWaits, ThreadStarts starts, PoolTimer timer) {
        this.maxRunning = maxRunning;
        this.maxThreads = maxThreads;
        this.unseenWaits = unseenWaits;
        this.starts = starts;
        this.timer = timer;
    }

    /** Lets a thread poll the inbox, if the limits permit one more. If none can be started, that is tried again later. */
    abstract void runAnother();

    /** A task was taken out of the inbox. */
    abstract void taken();

    /** Creates a thread of the pool that runs only this code. */
    abstract Thread newThread(Runnable code);

    /** Returns the number of threads that wait for a task. */
    abstract int idleThreads();

    /** Returns the beginning of the thread names. */
    abstract String name();

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
        return count < limit();
    }

    private long limit() {
        return Math.min(maxThreads, (long) maxRunning + waiting.get() + additional.get());
    }

    /**
     * Returns {@code true} if the limits permit that an idle thread runs a task. Idle threads are below the limit, except
     * while threads of the event loop count, and after waits for which other threads were started.
     */
    final boolean mayWake(Collection<?> idle) {
        int count = threadCount.get();
        return count <= maxRunning || mayReserve(count - idle.size());
    }

    /**
     * Uncounts the current thread, which is between two tasks, if there are more threads than the limit permits: others that
     * have waited for the engine run again. The thread must then end without {@link #releaseThread}, and must call {@link
     * #startIfNeeded}.
     */
    final boolean retire() {
        int count = threadCount.get();
        while (count > maxRunning && count > limit()) {
            if (threadCount.compareAndSet(count, count - 1)) {
                remove(Thread.currentThread());
                return true;
            }
            count = threadCount.get();
        }
        return false;
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

    // ---------------------------------------------------------------- waits that the pool does not know of

    @Override
    final void closing() {
        if (unseenWaits == UnseenWaits.REPLACE) {
            // There are no more samples, and nothing may remain in the inbox.
            additional.set(maxThreads);
            startIfNeeded();
        }
    }

    /** Takes samples of the threads if tasks wait. Called if the limits do not permit another thread. */
    final void watchIfNeeded() {
        if (!inbox.isEmpty() && !watching.get() && !isClosed() && watching.compareAndSet(false, true)) {
            scheduleSample();
        }
    }

    private void scheduleSample() {
        try {
            timer.sample(this::takeSample);
        } catch (Throwable e) {
            // Probably there is no memory. The next task schedules it.
            watching.set(false);
        }
    }

    private void takeSample() {
        boolean again = true;
        try {
            again = sample(InboxHandlerThreads::waits);
        } catch (Throwable e) {
            // Probably there is no memory. The next sample may succeed.
            log.debug("A sample of the threads {} failed", name(), e);
        } finally {
            if (again) {
                scheduleSample();
            } else {
                watching.set(false);
                watchIfNeeded();
            }
        }
    }

    /**
     * Takes a sample of the threads. Called by one thread at a time.
     *
     * @param waits whether a thread waits; replaced in tests
     * @return {@code true} if another sample is needed
     */
    final boolean sample(Predicate<Thread> waits) {
        if (isClosed()) {
            return false;
        }
        Runnable next = inbox.peek();
        int waitingThreads = 0;
        Thread example = null;
        for (Thread thread : threads()) {
            if (waits.test(thread)) {
                waitingThreads++;
                example = thread;
            }
        }
        StalledCheck.Finding finding = check.sample(next, waitingThreads >= threadCount.get());
        int unseen = Math.max(0, waitingThreads - waiting.get() - idleThreads());
        if (finding == StalledCheck.Finding.NOTHING) {
            if (next == null && unseenWaits == UnseenWaits.REPLACE) {
                setAdditional(Math.min(unseen, additional.get()));
            }
        } else if (unseenWaits == UnseenWaits.REPLACE) {
            replace(finding, unseen, example);
        } else {
            runAwaited(unseen, example);
        }
        return next != null || (unseenWaits == UnseenWaits.REPLACE && additional.get() > 0);
    }

    /** Returns {@code true} if a thread waits. */
    static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }

    private void setAdditional(int count) {
        additional.set(count);
        if (isClosed()) {
            closing();
        }
    }

    private void replace(StalledCheck.Finding finding, int unseen, @Nullable Thread example) {
        // First, because the thread may continue afterwards.
        report(
                example,
                "All threads {} wait for something in code of the user, so that other code of the user cannot run. More"
                        + " threads are started for it. Use thenCompose and other methods that do not wait");
        setAdditional(
                finding == StalledCheck.Finding.ALL_WAIT
                        ? Math.max(unseen, 1)
                        : Math.min(maxThreads, additional.get() + MORE_IF_NONE_POLLS));
        startIfNeeded();
    }

    /** Runs the tasks for which one of the threads may wait, each on a separate thread. */
    private void runAwaited(int unseen, @Nullable Thread example) {
        int most = Math.min(MAX_STARTS, Math.min(unseen, maxThreads - threadCount.get()));
        int started = 0;
        for (Runnable task : inbox) {
            if (started >= most) {
                break;
            }
            if (isAwaited(task) && inbox.remove(task)) {
                taken();
                if (!runInAddition(task)) {
                    break;
                }
                started++;
            }
        }
        if (started > 0) {
            report(
                    example,
                    "All threads {} wait, and so do calls of this worker for its own functions. These calls run although the"
                            + " limit of concurrent invocations is reached, because a handler may wait for them. Handlers"
                            + " that wait with join() or get() of the future of the call, or in trigger, do not count");
        }
    }

    /** Tasks that are not placed complete an invocation. */
    private static boolean isAwaited(Runnable task) {
        return !(task instanceof PlacedTask placed) || placed.isAwaited();
    }

    /** Returns {@code false} if no thread can be started. The task is then in the inbox again. */
    private boolean runInAddition(Runnable task) {
        threadCount.incrementAndGet();
        additional.incrementAndGet();
        boolean started = false;
        try {
            starts.start(newThread(() -> {
                Thread current = Thread.currentThread();
                add(current);
                try {
                    runTask(task);
                } finally {
                    endAddition(current);
                    startIfNeeded();
                }
            }));
            started = true;
        } catch (Throwable e) {
            starts.failed(e, this::startIfNeeded);
        } finally {
            if (!started) {
                endAddition(null);
                execute(task);
            }
        }
        return started;
    }

    private void endAddition(@Nullable Thread thread) {
        additional.decrementAndGet();
        releaseThread(thread);
    }

    /** Says once what is wrong, with the stack of a thread that waits. */
    private void report(@Nullable Thread example, String message) {
        if (reported || example == null) {
            return;
        }
        reported = true;
        Throwable where = new Throwable(example.getName() + " waits here");
        where.setStackTrace(example.getStackTrace());
        log.warn(message, name(), where);
    }
}
