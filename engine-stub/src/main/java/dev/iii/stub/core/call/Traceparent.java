package dev.iii.stub.core.call;

import org.jspecify.annotations.Nullable;

/**
 * A parsed W3C trace context. Immutable.
 *
 * @param traceId the trace id, 32 lower-case hex digits
 * @param spanId the span id, 16 lower-case hex digits
 * @param sampled whether the caller records the trace
 */
public record Traceparent(String traceId, String spanId, boolean sampled) {

    private static final int PARTS = 4;
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    private static final int BYTE_DIGITS = 2;
    private static final int HEX = 16;
    private static final int INVALID_VERSION = 0xFF;
    private static final int MAX_FLAGS = 2;

    /**
     * Parses a header as the real engine does. Returns {@code null} if the header is absent or invalid. Ids may lack
     * leading zeros. A header of a later version than 00 may have more parts and any flags.
     */
    public static @Nullable Traceparent parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        String[] parts = (text.endsWith("-") ? text.substring(0, text.length() - 1) : text).split("-", -1);
        if (parts.length < PARTS) {
            return null;
        }
        String version = digits(parts[0], BYTE_DIGITS);
        String traceId = digits(parts[1], TRACE_DIGITS);
        String spanId = digits(parts[2], SPAN_DIGITS);
        String flags = digits(parts[3], BYTE_DIGITS);
        if (version == null || traceId == null || spanId == null || flags == null) {
            return null;
        }
        int number = Integer.parseInt(version, HEX);
        int bits = Integer.parseInt(flags, HEX);
        if (number == INVALID_VERSION || number == 0 && (parts.length > PARTS || bits > MAX_FLAGS)) {
            return null;
        }
        if (isZeroOrUpperCase(traceId) || isZeroOrUpperCase(spanId)) {
            return null;
        }
        return new Traceparent(traceId, spanId, (bits & 1) != 0);
    }

    /** Returns the header of version 00 that carries these values. */
    public String text() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    /** Returns the hex digits of a number with leading zeros, or {@code null} if the text is not such a number. */
    private static @Nullable String digits(String text, int length) {
        int start = text.startsWith("+") ? 1 : 0;
        if (start == text.length()) {
            return null;
        }
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 'f' || Character.digit(c, HEX) < 0) {
                return null;
            }
        }
        int excess = text.length() - start - length;
        if (excess <= 0) {
            return "0".repeat(-excess) + text.substring(start);
        }
        return isZero(text.substring(start, start + excess)) ? text.substring(start + excess) : null;
    }

    private static boolean isZeroOrUpperCase(String id) {
        return isZero(id) || id.chars().anyMatch(c -> c >= 'A' && c <= 'F');
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(c -> c == '0');
    }
}
