package dev.iii.sdk.internal.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the threads of a pool. The operating system may refuse a thread, for example because the process has too many of
 * them; {@link Thread#start} then throws an {@link OutOfMemoryError}. Such a start is tried again later. Thread-safe.
 */
final class ThreadStarts {

    private static final Logger log = LoggerFactory.getLogger(HandlerThreads.class);

    private final String name;
    private final Consumer<Thread> starter;
    private final Consumer<Runnable> later;
    private final AtomicBoolean retryPending = new AtomicBoolean();
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * Creates the starts of one pool.
     *
     * @param name the name of the pool in the log
     * @param starter starts a thread: {@link Thread#start}, or a fake in tests
     * @param later runs a task after a short delay, on a thread of another pool
     */
    ThreadStarts(String name, Consumer<Thread> starter, Consumer<Runnable> later) {
        this.name = name;
        this.starter = starter;
        this.later = later;
    }

    /** Starts the thread. The caller must repair its own state if this throws, and then call {@link #failed}. */
    void start(Thread thread) {
        starter.accept(thread);
        if (failing.compareAndSet(true, false)) {
            log.info("Threads of {} can be started again", name);
        }
    }

    /**
     * Reports a start that failed. Never throws.
     *
     * @param retry runs later, once, however many starts have failed until then
     */
    void failed(Throwable cause, Runnable retry) {
        try {
            if (retryPending.compareAndSet(false, true)) {
                later.accept(() -> {
                    retryPending.set(false);
                    retry.run();
                });
            }
        } catch (Throwable e) {
            // The next task that is submitted tries again.
            retryPending.set(false);
        }
        try {
            if (failing.compareAndSet(false, true)) {
                log.warn("No thread of {} can be started ({}); its tasks wait", name, cause.toString());
            }
        } catch (Throwable e) {
            // The log also needs memory. The start is tried again without it.
        }
    }
}
