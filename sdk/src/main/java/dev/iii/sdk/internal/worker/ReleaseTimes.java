package dev.iii.sdk.internal.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The times at which the steps of a release must have ended, on the clock of the session. If the user has shut the worker
 * down, they depend only on the end of the drain time: a release that begins late, or a step that takes too long, has less
 * time. Immutable.
 *
 * @param soft the end of the drain time: what runs until then is not interrupted
 * @param disconnected the time until which the engine may answer the close frame
 * @param hard the time at which everything must have ended
 */
record ReleaseTimes(long soft, long disconnected, long hard) {

    /** The maximum time of a shutdown after its drain time. */
    static final long END_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The time after the drain time in which the engine must answer the close frame. */
    static final long DISCONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    /**
     * The least time for the threads of the event loop to end. Also the time between {@link #hard} and the end of the
     * shutdown, in which its caller continues.
     */
    static final long LEAST_NANOS = DISCONNECT_NANOS / 4;

    /**
     * Returns the times of a release.
     *
     * @param now the time at which the release begins
     * @param drained the end of the drain time; {@code null} if the worker was not shut down by its user
     * @param closeTimeout the maximum time for the engine to answer the close frame, and the drain time of a worker that was
     *     not shut down by its user
     */
    static ReleaseTimes of(long now, @Nullable Long drained, Duration closeTimeout) {
        long latest = now + closeTimeout.toNanos();
        long soft = drained == null ? latest : drained;
        return new ReleaseTimes(soft, earlier(latest, soft + DISCONNECT_NANOS), soft + END_NANOS - LEAST_NANOS);
    }

    /** Returns the maximum time for the threads of the event loop to end, if they begin to end now. */
    long loopNanos(long now) {
        return Math.max(LEAST_NANOS, hard - DISCONNECT_NANOS - now);
    }

    /** Returns the time at which the tasks of the threads are interrupted: not much later, even if the drain time is long. */
    long interruptAt(long now, Duration closeTimeout) {
        return earlier(soft, now + closeTimeout.toNanos());
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }
}
