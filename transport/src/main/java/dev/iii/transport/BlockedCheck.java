package dev.iii.transport;

/**
 * Decides from regular looks whether user code blocks the reading thread. It counts looks and not time: after a pause of the
 * whole process, the reading thread makes progress before the second look. Not thread-safe.
 */
final class BlockedCheck {

    /** The number of looks at a thread that waits. */
    static final int WAITING_LOOKS = 3;
    /** The number of looks at a thread that runs; a thread that reads a socket also counts as running. */
    static final int RUNNING_LOOKS = 100;

    private long section;
    private int looks;
    private int waitingLooks;

    /**
     * Reports a look.
     *
     * @param running the section of user code that is running; 0 if none is
     * @param thread the state of the reading thread
     * @return {@code true} if the section does not return, and its thread must be replaced
     */
    boolean isBlocked(long running, Thread.State thread) {
        if (running != section) {
            section = running;
            looks = 0;
            waitingLooks = 0;
        }
        if (running == 0) {
            return false;
        }
        boolean waits = thread == Thread.State.WAITING
                || thread == Thread.State.TIMED_WAITING
                || thread == Thread.State.BLOCKED;
        looks++;
        waitingLooks = waits ? waitingLooks + 1 : 0;
        return waitingLooks >= WAITING_LOOKS || looks >= RUNNING_LOOKS;
    }
}
