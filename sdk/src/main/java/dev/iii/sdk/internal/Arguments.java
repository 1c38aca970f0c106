package dev.iii.sdk.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks arguments where they are given, in words of the caller. */
public final class Arguments {

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

    public static Duration notNegative(@Nullable Duration value, String name) {
        if (value == null || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; it must not be negative");
        }
        return value;
    }

    public static Duration positive(@Nullable Duration value, String name) {
        if (value == null || value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be longer than zero");
        }
        return value;
    }
}
