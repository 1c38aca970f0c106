package dev.iii.sdk.telemetry;

import dev.iii.sdk.internal.check.Arguments;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting that determines whether payloads and results of functions are added to their spans as events. The values of
 * fields whose names indicate secrets (passwords, tokens, access keys, …) are replaced by {@code [REDACTED]}. JSON above
 * the maximum size is cut and ends with {@code ..."[TRUNCATED]"}. Nothing is added without telemetry, or if a span is not
 * recorded. Immutable.
 *
 * @param enabled {@code true} if payloads are added
 * @param maxBytes the maximum number of bytes of JSON for one payload; at least 1
 */
public record PayloadCapture(boolean enabled, int maxBytes) {

    /** Default maximum size of one payload: 8 KiB. */
    public static final int DEFAULT_MAX_BYTES = 8 << 10;

    /** Adds no payloads. */
    public static final PayloadCapture OFF = new PayloadCapture(false, DEFAULT_MAX_BYTES);

    /** Adds payloads up to {@link #DEFAULT_MAX_BYTES}. */
    public static final PayloadCapture ON = new PayloadCapture(true, DEFAULT_MAX_BYTES);

    /** @throws IllegalArgumentException if {@code maxBytes} is below 1 */
    public PayloadCapture {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; it must be at least 1");
        }
    }

    /**
     * Returns a setting that adds payloads.
     *
     * @param maxBytes the maximum number of bytes of JSON for one payload; at least 1
     * @throws IllegalArgumentException if {@code maxBytes} is below 1
     */
    public static PayloadCapture upTo(int maxBytes) {
        return new PayloadCapture(true, maxBytes);
    }

    /**
     * Returns the setting of the environment variables. {@code III_DISABLE_TRACE_PAYLOADS} disables it if its value is
     * {@code 1} or {@code true}. {@code III_TRACE_PAYLOAD_MAX_BYTES} sets the maximum size; {@code unlimited} sets {@link
     * Integer#MAX_VALUE}. A size that is not a positive number is ignored. Default: {@link #ON}.
     *
     * @param variables returns the value of an environment variable, {@code null} if it is not set
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
