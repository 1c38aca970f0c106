package dev.iii.sdk.internal.runtime;

import dev.iii.transport.EventLoop;
import java.time.Duration;

/** Runs tasks of a pool of threads later, on a thread that does not belong to the pool. Thread-safe. */
public interface PoolTimer {

    /** The time before a thread that the operating system has refused is tried again. */
    Duration RETRY = Duration.ofMillis(50);

    /** The time between two samples of the threads of a pool. */
    Duration SAMPLE = Duration.ofMillis(20);

    /** Runs the task after {@link #RETRY}. Drops it when the timer is closed: the close of a pool tries it all the time. */
    void retry(Runnable task);

    /** Runs the task after {@link #SAMPLE}. Drops it when the timer is closed. */
    void sample(Runnable task);

    /** Returns a timer that is closed with the event loop, and runs its tasks on the I/O thread. */
    static PoolTimer of(EventLoop loop) {
        return new PoolTimer() {
            @Override
            public void retry(Runnable task) {
                loop.schedule(RETRY, task);
            }

            @Override
            public void sample(Runnable task) {
                loop.schedule(SAMPLE, task);
            }
        };
    }
}
