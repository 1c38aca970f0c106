package dev.iii.sdk.internal.connection;

/**
 * Arithmetic of points in time on a clock of nanoseconds, whose values may overflow. {@link #NEVER} stands for no point in
 * time.
 *
 * <p>Thread-safe.
 */
public final class Deadlines {

    /** No point in time. */
    public static final long NEVER = Long.MIN_VALUE;

    private Deadlines() {}

    /** Returns {@code true} if the time has come. */
    public static boolean isDue(long at, long now) {
        return at != NEVER && at - now <= 0;
    }

    /** Returns the earlier of two points in time; the other one if one is {@link #NEVER}. */
    public static long earlier(long a, long b) {
        if (a == NEVER) {
            return b;
        }
        return b == NEVER || a - b <= 0 ? a : b;
    }
}
