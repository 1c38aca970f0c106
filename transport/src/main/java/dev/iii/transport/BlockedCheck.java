package dev.iii.transport;

import java.util.concurrent.TimeUnit;

/**
 * Decides from samples whether user code keeps the reading thread for too long. It counts samples and not time: after a pause
 * of the whole process, the reading thread makes progress before the second sample. Not thread-safe.
 */
final class BlockedCheck {

    /** The result of a sample. */
    enum Finding {
        /** Nothing has to be done. */
        NOTHING,
        /** The thread waits for something. */
        BLOCKED,
        /** The thread runs for too long, or the operating system does not let it run. */
        RUNS
    }

    /** The number of samples in a row of a thread that waits. */
    static final int WAITING_SAMPLES = 3;
    /** The number of samples of a thread that runs; a thread that reads a socket also counts as running. */
    static final int RUNNING_SAMPLES = 20;

    /** The time to the next sample as long as user code makes progress. */
    static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** The time to the next sample of user code that was seen before, or that waits. */
    static final long FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private long section;
    private int samples;
    private int waitingSamples;

    /**
     * Processes a sample.
     *
     * @param running the section of user code that is running; 0 if none is
     * @param thread the state of the reading thread
     * @return a finding other than {@link Finding#NOTHING} if the section does not return, and its thread must be replaced
     */
    Finding sample(long running, Thread.State thread) {
        if (running != section) {
            section = running;
            samples = 0;
            waitingSamples = 0;
        }
        if (running == 0) {
            return Finding.NOTHING;
        }
        boolean waits = thread == Thread.State.WAITING
                || thread == Thread.State.TIMED_WAITING
                || thread == Thread.State.BLOCKED;
        samples++;
        waitingSamples = waits ? waitingSamples + 1 : 0;
        if (waitingSamples >= WAITING_SAMPLES) {
            return Finding.BLOCKED;
        }
        return samples >= RUNNING_SAMPLES ? Finding.RUNS : Finding.NOTHING;
    }

    /** Returns the time to the next sample. It is short only if the last sample is a reason to look again soon. */
    long nanosToNextSample() {
        return samples > 1 || waitingSamples > 0 ? FAST_NANOS : SLOW_NANOS;
    }
}
