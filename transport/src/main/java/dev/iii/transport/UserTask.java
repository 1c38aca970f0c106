package dev.iii.transport;

/**
 * Code of a user that runs on the reading thread of an event loop, see {@link EventLoop#runUserTask}. It should be quick. The
 * loop calls {@link #run} once, and the other methods on any of its threads; implementations must be thread-safe.
 */
public interface UserTask extends Runnable {

    /** The reason why a thread has lost the reading. */
    enum Loss {
        /** It has called {@link EventLoop#beforeWait}. */
        WAITS,
        /** It was found waiting for something else. */
        BLOCKED,
        /** It was found running for too long, or the operating system did not let it run. */
        RUNS
    }

    /**
     * Called when the thread of this task loses the reading. The task continues to run, or has just returned.
     *
     * @param thread the thread that runs the task
     * @param loss the reason
     * @param stack where it was; empty if it waits
     */
    void takenOver(Thread thread, Loss loss, StackTraceElement[] stack);

    /** Called instead of {@link #run} if the loop is closed before. Must not block. */
    void loopClosed();
}
