package dev.iii.stub.core.environment;

import java.time.Duration;
import java.time.Instant;

/** The only source of time and alarms. Tests have another implementation. Thread-safe. */
public interface StubClock {

    /** A task that will run at a time. */
    interface Alarm {
        /** Cancels the task, unless it is running. */
        void cancel();
    }

    /** Returns the time of day, for timestamps. */
    Instant now();

    /** Returns a monotonic time in nanoseconds, for durations. */
    long nanoTime();

    /** Runs the task once after the delay, on a thread of the clock; the task must not block. */
    Alarm after(Duration delay, Runnable task);
}
