package dev.iii.stub.core.environment;

import java.time.Duration;
import java.time.Instant;

/** The only door to time: what it is, and being woken up later. Tests bring a clock of their own. */
public interface StubClock {

    /** Something that will run at a time. */
    interface Alarm {
        /** It will not run, unless it is running. */
        void cancel();
    }

    /** The time of day, for timestamps that people read. */
    Instant now();

    /** A time that never jumps, in nanoseconds, for durations. */
    long nanoTime();

    /** Runs the task once after the delay, on a thread of the clock; the task must not block. */
    Alarm after(Duration delay, Runnable task);
}
