package dev.iii.eventsourcing.internal.projection;

import java.time.Duration;

/**
 * Compares times with a clock that may be set back. A time that is further in the future than it was ever set is due: otherwise
 * the work would wait until the clock has caught up, for example for a day.
 */
public final class Times {

    private Times() {}

    /**
     * Returns {@code true} if a time has come, or if the clock was set back.
     *
     * @param time the time in milliseconds since 1970
     * @param now the present time in milliseconds since 1970
     * @param longest the maximum delay with which such a time is set
     */
    public static boolean isDue(long time, long now, Duration longest) {
        return time <= now || time - now > longest.toMillis();
    }
}
