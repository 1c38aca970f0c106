package dev.iii.sdk.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Threads that run handlers or callbacks of the user. The number of tasks that run at the same time is limited, and so is
 * the number of tasks that wait in the inbox.
 *
 * <p>These are virtual threads if the Java runtime has them, otherwise a pool of daemon threads, or threads of an executor
 * of the user. Thread-safe.
 */
public interface HandlerThreads extends Executor, AutoCloseable {

    /** Runs the task soon. Returns {@code false} if all threads are busy and the inbox is full, or after {@link #close}. */
    boolean tryExecute(Runnable task);

    /**
     * Runs the task soon, also if the inbox is full and after {@link #close}. For tasks that complete work that was admitted
     * before.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the threads are borrowed and their executor rejects the
     *     task
     */
    @Override
    void execute(Runnable task);

    /**
     * Reports that the current thread is about to wait for the engine. If it is one of these threads, another task may run
     * in its place.
     *
     * @return {@code true} if it is one of these threads; {@link #endWait} must then follow
     */
    boolean beginWait();

    /** Reports the end of the wait for which {@link #beginWait} returned {@code true}. */
    void endWait();

    /** Returns {@code true} if the current thread runs a task of these threads. */
    boolean includesCurrent();

    /** Counts a thread of the event loop as one of these: it runs a task of them, and can no longer read. */
    void adopt(Thread thread);

    /** Reports that the task of an adopted thread has returned. */
    void release(Thread thread);

    /**
     * Interrupts the current thread if the running tasks were interrupted before, because the time of {@link #close(long)} was
     * over. Called before each task.
     */
    void beforeTask();

    /** Stops {@link #tryExecute}. {@link #close(long)} must follow. */
    void beginClose();

    /**
     * Stops {@link #tryExecute}, waits for the admitted tasks, and interrupts those that still run after the given time.
     * Neither waits for the current thread nor interrupts it, if it is one of these threads.
     *
     * @param nanos the maximum time to wait before the interrupt
     * @return {@code true} if all tasks have ended
     */
    boolean close(long nanos);

    /**
     * Closes like {@link #close(long)}.
     *
     * @param interruptedNanos the maximum time to wait after the first one; less than this after the interrupt if that was
     *     late
     */
    boolean close(long nanos, long interruptedNanos);

    @Override
    default void close() {
        close(0);
    }

    /**
     * Returns the threads of an executor, which its owner shuts down.
     *
     * @param maxTasks the maximum number of tasks that the executor has at the same time
     * @param timer runs tasks later
     */
    static HandlerThreads borrow(Executor executor, int maxTasks, PoolTimer timer) {
        return new BorrowedHandlers(executor, maxTasks, timer);
    }

    /**
     * Starts threads for handlers: virtual threads if the Java runtime has them.
     *
     * @param name the beginning of the thread names
     * @param maxRunning the maximum number of tasks that run at the same time
     * @param maxWaiting the maximum number of tasks in the inbox
     * @param timer runs tasks later
     */
    static HandlerThreads start(String name, int maxRunning, int maxWaiting, PoolTimer timer) {
        ThreadFactory virtual = VirtualThreads.factory(name + "-");
        ThreadStarts starts = new ThreadStarts(name, Thread::start, timer::retry);
        UnseenWaits waits = UnseenWaits.RUN_AWAITED;
        return virtual == null
                ? new PooledHandlers(
                        name, maxRunning, maxWaiting, PooledHandlers.KEEP_ALIVE_NANOS, waits, starts, timer)
                : new VirtualHandlers(name, virtual, maxRunning, maxWaiting, waits, starts, timer);
    }

    /**
     * Starts threads for other code of the user, for example completions and listeners: virtual threads from Java 24 on. Before
     * that, virtual threads that wait in synchronized code would keep all others from running. This code may wait for other tasks of the same threads. So there is no limit for virtual
     * threads. Platform threads that wait are replaced by others.
     *
     * @param name the beginning of the thread names
     * @param running the number of platform threads that run tasks and do not wait
     * @param timer runs tasks later
     */
    static HandlerThreads startUnlimited(String name, int running, PoolTimer timer) {
        ThreadFactory virtual = VirtualThreads.unpinnedFactory(name + "-");
        ThreadStarts starts = new ThreadStarts(name, Thread::start, timer::retry);
        int any = Integer.MAX_VALUE;
        UnseenWaits waits = UnseenWaits.REPLACE;
        return virtual == null
                ? new PooledHandlers(name, running, any, PooledHandlers.KEEP_ALIVE_NANOS, waits, starts, timer)
                : new VirtualHandlers(name, virtual, any, any, waits, starts, timer);
    }
}
