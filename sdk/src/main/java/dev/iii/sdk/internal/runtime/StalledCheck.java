package dev.iii.sdk.internal.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Decides from samples whether the threads of a pool no longer poll tasks from its inbox. It counts samples and not
 * time: after a pause of the whole process, the threads make progress before the next sample. Not thread-safe.
 */
final class StalledCheck {

    /** The result of a sample. */
    enum Finding {
        /** Nothing has to be done. */
        NOTHING,
        /** All threads of the pool wait. */
        ALL_WAIT,
        /** No thread polls a task, although some of them run, or read a socket, which looks the same. */
        NONE_POLLS
    }

    /** The number of samples in a row in which all threads wait. */
    static final int WAITING_SAMPLES = 3;
    /** The number of samples in a row in which no thread polls a task. */
    static final int RUNNING_SAMPLES = 20;

    /** The first task of the inbox. While it does not change, no thread polls the inbox. */
    private @Nullable Runnable first;

    private int samples;
    private int waitingSamples;

    /**
     * Processes a sample. The count starts again after a finding.
     *
     * @param next the first task of the inbox; {@code null} if the inbox is empty
     * @param allWait whether all threads of the pool wait
     */
    Finding sample(@Nullable Runnable next, boolean allWait) {
        if (next != first) {
            first = next;
            restart();
        }
        if (next == null) {
            return Finding.NOTHING;
        }
        samples++;
        waitingSamples = allWait ? waitingSamples + 1 : 0;
        if (waitingSamples >= WAITING_SAMPLES) {
            restart();
            return Finding.ALL_WAIT;
        }
        if (samples >= RUNNING_SAMPLES) {
            restart();
            return Finding.NONE_POLLS;
        }
        return Finding.NOTHING;
    }

    private void restart() {
        samples = 0;
        waitingSamples = 0;
    }
}
