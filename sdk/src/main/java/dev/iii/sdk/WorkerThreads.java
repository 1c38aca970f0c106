package dev.iii.sdk;

import dev.iii.sdk.internal.runtime.HandlerThreads;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a worker on which code of the user runs. Handlers have their own: however many of them wait for a future,
 * what completes it finds a thread.
 *
 * @param handlers for the handlers of functions
 * @param callbacks for the completions of futures, listeners and everything else
 */
record WorkerThreads(HandlerThreads handlers, HandlerThreads callbacks) {

    private static final int CALLBACKS = 256;

    static WorkerThreads start(String name, WorkerOptions options) {
        int running = options.limits().concurrentInvocations();
        int inbox = options.limits().inbox();
        return new WorkerThreads(
                options.handlerExecutor()
                        .map(executor -> HandlerThreads.borrow(executor, running + inbox))
                        .orElseGet(() -> HandlerThreads.start(name + "-handler", running, inbox)),
                HandlerThreads.start(name + "-callback", CALLBACKS, CALLBACKS));
    }

    /** For the end of an invocation that has been admitted before, whoever lends the threads. */
    void finish(Runnable task) {
        try {
            handlers.execute(task);
        } catch (RejectedExecutionException e) {
            callbacks.execute(task);
        }
    }

    /** The current thread is about to wait for the engine: whose {@code endWait} is due, if anybody's. */
    @Nullable
    HandlerThreads beginWait() {
        return handlers.beginWait() ? handlers : callbacks.beginWait() ? callbacks : null;
    }

    /** Whether the current thread is one of these. */
    boolean areHere() {
        HandlerThreads here = beginWait();
        if (here != null) {
            here.endWait();
        }
        return here != null;
    }

    /** Whether all have ended within this time, which each of the two has. */
    boolean close(long nanos) {
        boolean ended = handlers.close(nanos);
        return callbacks.close(nanos) && ended;
    }
}
