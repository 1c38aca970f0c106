package dev.iii.sdk;

import dev.iii.sdk.internal.Arguments;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Arguments are checked where they are given, in words of the caller. */
final class Checks {

    private Checks() {}

    static String notBlank(@Nullable String value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
        return value;
    }

    static <T> T notNull(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }

    static Duration positive(@Nullable Duration value, String name) {
        return Arguments.positive(value, name);
    }

    static int atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
        }
        return value;
    }
}
