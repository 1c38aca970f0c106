package dev.iii.stub.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A parsed W3C trace context. Immutable.
 *
 * @param traceId the trace id, 32 hex digits
 * @param spanId the span id, 16 hex digits
 * @param flags the trace flags
 */
record Traceparent(String traceId, String spanId, int flags) {

    private static final int SAMPLED = 1;
    private static final int LENGTH = 55;
    private static final int SPAN_START = 36;
    private static final int FLAGS_START = 53;

    /** Parses a header. Returns {@code null} if the header is absent or not a valid trace context. */
    static @Nullable Traceparent parse(@Nullable String header) {
        if (header == null || header.length() < LENGTH || header.length() > LENGTH && header.charAt(LENGTH) != '-') {
            return null;
        }
        if (header.startsWith("00") && header.length() > LENGTH || header.startsWith("ff")) {
            return null;
        }
        for (int i = 0; i < LENGTH; i++) {
            boolean dash = i == 2 || i == SPAN_START - 1 || i == FLAGS_START - 1;
            char c = header.charAt(i);
            boolean hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            if (dash ? c != '-' : !hex) {
                return null;
            }
        }
        String traceId = header.substring(3, SPAN_START - 1);
        String spanId = header.substring(SPAN_START, FLAGS_START - 1);
        if (isZero(traceId) || isZero(spanId)) {
            return null;
        }
        return new Traceparent(traceId, spanId, Integer.parseInt(header.substring(FLAGS_START, LENGTH), 16));
    }

    boolean sampled() {
        return (flags & SAMPLED) != 0;
    }

    private static boolean isZero(String hex) {
        return hex.chars().allMatch(c -> c == '0');
    }
}
