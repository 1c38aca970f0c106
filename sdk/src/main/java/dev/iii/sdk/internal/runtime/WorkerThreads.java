package dev.iii.sdk.internal.runtime;

import dev.iii.transport.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a worker on which user code runs. Handlers have separate threads, so that a callback thread is available to
 * complete a future even if all handlers wait for one.
 *
 * @param handlers run the handlers of functions
 * @param callbacks run the completions of futures, listeners and all other code of the user
 */
public record WorkerThreads(HandlerThreads handlers, HandlerThreads callbacks) {

    /** The number of callback threads that do not wait; used for platform threads only. */
    private static final int CALLBACKS = 256;
    /** The time of the callback threads at the end of a shutdown, if handlers have used up all other time. */
    private static final long RESERVE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * Starts the threads.
     *
     * @param name the beginning of the thread names
     * @param handlerExecutor runs the handlers; {@code null} if the worker starts threads for them
     * @param running the maximum number of handlers that run at the same time
     * @param inbox the maximum number of handlers that wait
     * @param timer runs tasks later, on another thread
     */
    public static WorkerThreads start(
            String name, @Nullable Executor handlerExecutor, int running, int inbox, PoolTimer timer) {
        return new WorkerThreads(
                handlerExecutor == null
                        ? HandlerThreads.start(name + "-handler", running, inbox, timer)
                        : HandlerThreads.borrow(handlerExecutor, running + inbox, timer),
                HandlerThreads.startUnlimited(name + "-callback", CALLBACKS, timer));
    }

    /** Runs the completion of an invocation that was admitted before, also if the executor of the user rejects it. */
    public void finish(Runnable task) {
        try {
            handlers.execute(task);
        } catch (RejectedExecutionException e) {
            callbacks.execute(task);
        }
    }

    /**
     * Reports that the current thread is about to wait for the engine. If it is an I/O thread that runs code of a user,
     * another thread reads from now on. Returns the threads to which it belongs and whose {@code endWait} is due; {@code
     * null} if it belongs to none of them.
     *
     * @throws IllegalStateException if the thread must not wait, because it is an I/O thread and cannot be replaced
     */
    public @Nullable HandlerThreads beginWait() {
        if (!EventLoop.beforeWait()) {
            throw new IllegalStateException(
                    "waiting for the engine is not allowed on the I/O thread, which receives its"
                            + " frames, and no thread can be started in its place");
        }
        return handlers.beginWait() ? handlers : callbacks.beginWait() ? callbacks : null;
    }

    /** Returns {@code true} if the current thread is one of these. */
    public boolean includeCurrent() {
        return handlers.includesCurrent() || callbacks.includesCurrent();
    }

    /**
     * Gives every completion that waits a thread, because the I/O thread will no longer take samples of the callback threads.
     * Handlers may wait for these completions. {@link #close(long, long)} must follow.
     */
    public void beginClose() {
        callbacks.beginClose();
    }

    /** Closes both, one after the other, each within this time. Returns {@code true} if all threads have ended. */
    public boolean close(long nanos) {
        beginClose();
        boolean ended = handlers.close(nanos);
        return callbacks.close(nanos) && ended;
    }

    /**
     * Closes both, one after the other. Waits until {@code softDeadline} before the interrupts, and until {@code
     * hardDeadline} after them; both are times of {@link System#nanoTime}. Returns {@code true} if all threads have ended.
     */
    public boolean close(long softDeadline, long hardDeadline) {
        boolean ended = false;
        try {
            beginClose();
            long now = System.nanoTime();
            ended = handlers.close(softDeadline - now, hardDeadline - RESERVE_NANOS - Math.max(softDeadline, now));
        } finally {
            // The closing itself has completed futures, and their code also needs some time.
            long now = System.nanoTime();
            long soft = Math.max(softDeadline, now + RESERVE_NANOS / 2);
            ended &= callbacks.close(soft - now, hardDeadline - soft);
        }
        return ended;
    }
}
