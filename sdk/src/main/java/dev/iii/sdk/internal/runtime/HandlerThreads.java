package dev.iii.sdk.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * The threads on which handlers and callbacks of the user run. Bounded in what runs at once and in what waits.
 *
 * <p>Virtual threads where the runtime has them, otherwise a pool of daemon threads; or what the user gave. Thread-safe.
 */
public interface HandlerThreads extends Executor, AutoCloseable {

    /** Runs the task soon; false when everything is busy and the inbox is full. */
    boolean tryExecute(Runnable task);

    /**
     * Runs the task soon, whether or not the inbox is full: for the end of something that has been admitted before.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the threads are borrowed and their owner refuses
     */
    @Override
    void execute(Runnable task);

    /**
     * The current thread is about to wait for the engine; when it is one of these, another task may run in its place.
     *
     * @return whether it is one of these, so that {@link #endWait} is due
     */
    boolean beginWait();

    /** It has waited. */
    void endWait();

    /**
     * Takes no more by {@link #tryExecute}, does what was admitted, waits for the end of all threads, at most this long,
     * then interrupts what still runs; true when all have ended. The current thread, when it is one of them, is not waited
     * for.
     */
    boolean close(long nanos);

    @Override
    default void close() {
        close(0);
    }

    /**
     * The threads of somebody else, who ends them.
     *
     * @param most how many tasks they have at once
     */
    static HandlerThreads borrow(Executor executor, int most) {
        return new BorrowedHandlers(executor, most);
    }

    /**
     * Threads of the best kind that the runtime has.
     *
     * @param name what the names of the threads begin with
     * @param maxRunning most tasks at once
     * @param maxWaiting most tasks in the inbox
     */
    static HandlerThreads start(String name, int maxRunning, int maxWaiting) {
        ThreadFactory virtual = VirtualThreads.factory(name + "-");
        return virtual == null
                ? new PooledHandlers(name, maxRunning, maxWaiting)
                : new VirtualHandlers(virtual, maxRunning, maxWaiting);
    }
}
