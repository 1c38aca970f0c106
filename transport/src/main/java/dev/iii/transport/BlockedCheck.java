package dev.iii.transport;

/**
 * Decides from regular samples whether user code blocks the reading thread. It counts samples and not time: after a pause of
 * the whole process, the reading thread makes progress before the second sample. Not thread-safe.
 */
final class BlockedCheck {

    /** The number of samples in a row of a thread that waits. */
    static final int WAITING_SAMPLES = 3;
    /** The number of samples of a thread that runs; a thread that reads a socket also counts as running. */
    static final int RUNNING_SAMPLES = 100;

    private long section;
    private int samples;
    private int waitingSamples;

    /**
     * Processes a sample.
     *
     * @param running the section of user code that is running; 0 if none is
     * @param thread the state of the reading thread
     * @return {@code true} if the section does not return, and its thread must be replaced
     */
    boolean isBlocked(long running, Thread.State thread) {
        if (running != section) {
            section = running;
            samples = 0;
            waitingSamples = 0;
        }
        if (running == 0) {
            return false;
        }
        boolean waits = thread == Thread.State.WAITING
                || thread == Thread.State.TIMED_WAITING
                || thread == Thread.State.BLOCKED;
        samples++;
        waitingSamples = waits ? waitingSamples + 1 : 0;
        return waitingSamples >= WAITING_SAMPLES || samples >= RUNNING_SAMPLES;
    }
}
