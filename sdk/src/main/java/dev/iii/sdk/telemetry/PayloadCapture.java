package dev.iii.sdk.telemetry;

import dev.iii.sdk.internal.check.Arguments;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether the payloads and answers of functions are noted down as events of their spans. Values of fields whose names
 * speak of secrets (passwords, tokens, access keys, …) become {@code [REDACTED]}, and what is longer than the cap ends
 * in {@code ..."[TRUNCATED]"}. Nothing is captured while telemetry is off or the span is not recorded. Immutable.
 *
 * @param enabled whether anything is captured
 * @param maxBytes the most bytes of JSON for one payload
 */
public record PayloadCapture(boolean enabled, int maxBytes) {

    /** How much of a payload is captured when nothing else is said: 8 KiB. */
    public static final int DEFAULT_MAX_BYTES = 8 << 10;

    /** Captures nothing. */
    public static final PayloadCapture OFF = new PayloadCapture(false, DEFAULT_MAX_BYTES);

    /** Captures payloads up to {@link #DEFAULT_MAX_BYTES}. */
    public static final PayloadCapture ON = new PayloadCapture(true, DEFAULT_MAX_BYTES);

    /** @throws IllegalArgumentException when the cap is below 1 */
    public PayloadCapture {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; it must be at least 1");
        }
    }

    /** Captures payloads up to this many bytes of JSON. */
    public static PayloadCapture upTo(int maxBytes) {
        return new PayloadCapture(true, maxBytes);
    }

    /**
     * What the environment asks for: {@code III_DISABLE_TRACE_PAYLOADS} ({@code 1} or {@code true}) switches it off, {@code
     * III_TRACE_PAYLOAD_MAX_BYTES} sets the cap; {@code unlimited} is the largest there is. A value that is no positive
     * number counts as not set.
     *
     * @param variables gives a variable of the environment, {@code null} when it is not set
     */
    public static PayloadCapture fromEnvironment(Function<String, @Nullable String> variables) {
        String off = Arguments.notNull(variables, "variables").apply("III_DISABLE_TRACE_PAYLOADS");
        boolean enabled =
                off == null || !(off.strip().equals("1") || off.strip().equalsIgnoreCase("true"));
        return new PayloadCapture(enabled, cap(variables.apply("III_TRACE_PAYLOAD_MAX_BYTES")));
    }

    private static int cap(@Nullable String text) {
        if (text == null) {
            return DEFAULT_MAX_BYTES;
        }
        String value = text.strip();
        if (value.equalsIgnoreCase("unlimited")) {
            return Integer.MAX_VALUE;
        }
        try {
            long bytes = Long.parseLong(value);
            return bytes < 1 ? DEFAULT_MAX_BYTES : (int) Math.min(bytes, Integer.MAX_VALUE);
        } catch (NumberFormatException e) {
            return DEFAULT_MAX_BYTES;
        }
    }
}
