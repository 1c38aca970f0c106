package dev.iii.sdk.internal.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks arguments where they are given, in words of the caller. */
public final class Arguments {

    /** Who wants to wait longer than this waits so long; nanoseconds have room for three times as much. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Arguments() {}

    public static <T> T notNull(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }

    public static String notBlank(@Nullable String value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
        return value;
    }

    /** With a reason: what a blank one would lead to. */
    public static String notBlank(@Nullable String value, String name, String why) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank; " + why);
        }
        return notBlank(value, name);
    }

    public static int atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
        }
        return value;
    }

    /** The same, or a hundred years when it is longer, for {@code ChronoUnit.FOREVER}. */
    public static Duration notNegative(@Nullable Duration value, String name) {
        if (value == null || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; it must not be negative");
        }
        return atMostLongest(value);
    }

    /** The same, or a hundred years when it is longer, for {@code ChronoUnit.FOREVER}. */
    public static Duration positive(@Nullable Duration value, String name) {
        if (value == null || value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be longer than zero");
        }
        return atMostLongest(value);
    }

    private static Duration atMostLongest(Duration value) {
        return value.compareTo(LONGEST) > 0 ? LONGEST : value;
    }
}
