package dev.iii.sdk.internal.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Checks arguments of public methods. The messages contain the name of the argument, its value and the allowed values.
 *
 * <p>Thread-safe.
 */
public final class Arguments {

    /**
     * The maximum duration: 100 years. Longer durations are replaced by it, so that they can be converted to
     * nanoseconds.
     */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Arguments() {}

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException if the value is {@code null}
     */
    public static <T> T notNull(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException if the value is {@code null} or blank, or contains an unpaired surrogate
     */
    public static String notBlank(@Nullable String value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
        if (hasUnpairedSurrogate(value)) {
            // It would be sent as a question mark, which is another name.
            throw new IllegalArgumentException(name + " contains an unpaired surrogate; remove or replace it");
        }
        return value;
    }

    private static boolean hasUnpairedSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean paired = Character.isHighSurrogate(unit)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!paired) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /**
     * Returns the value.
     *
     * @param why the reason why the value must not be blank, for the message
     * @throws IllegalArgumentException if the value is {@code null} or blank
     */
    public static String notBlank(@Nullable String value, String name, String why) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank; " + why);
        }
        return notBlank(value, name);
    }

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException if the value is less than the minimum
     */
    public static int atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
        }
        return value;
    }

    /**
     * Returns the duration, or 100 years if it is longer, for example {@code ChronoUnit.FOREVER}.
     *
     * @throws IllegalArgumentException if the duration is {@code null} or negative
     */
    public static Duration notNegative(@Nullable Duration value, String name) {
        if (value == null || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; it must not be negative");
        }
        return atMostLongest(value);
    }

    /**
     * Returns the duration, or 100 years if it is longer, for example {@code ChronoUnit.FOREVER}.
     *
     * @throws IllegalArgumentException if the duration is {@code null}, zero or negative
     */
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
