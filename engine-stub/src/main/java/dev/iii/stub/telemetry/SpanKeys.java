package dev.iii.stub.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Computes keys of spans: 64-bit hash codes of the ids of the trace and of the span.
 *
 * <p>The keys of a message are found without parsing it. In JSON a quote inside of a string is escaped, therefore {@code
 * "traceId":"} can only be a field with its value. A message in an unusual form has no keys: with white space, with
 * another order of the fields, with links, or with a span that has not ended.
 */
final class SpanKeys {

    private static final String TRACE = "\"traceId\":\"";
    private static final String SPAN = "\",\"spanId\":\"";
    private static final String END = "\"endTimeUnixNano\":\"";
    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

    private SpanKeys() {}

    /** Returns the key of a span. */
    static long of(String traceId, String spanId) {
        return finished(hash(hash(PRIME, traceId, 0, traceId.length()) ^ '/', spanId, 0, spanId.length()));
    }

    /**
     * Returns the keys of the spans of a message, in their order. Returns {@code null} if the message has an unusual form.
     *
     * @param offset the index at which the JSON begins
     */
    static long @Nullable [] of(byte[] message, int offset) {
        // The JVM searches in strings much faster than a loop searches in an array.
        String text = new String(message, offset, message.length - offset, StandardCharsets.ISO_8859_1);
        long[] keys = new long[16];
        int count = 0;
        int trace = text.indexOf(TRACE);
        while (trace >= 0) {
            int traceId = trace + TRACE.length();
            int traceEnd = text.indexOf('"', traceId);
            if (traceEnd < 0 || !text.startsWith(SPAN, traceEnd)) {
                return null;
            }
            int spanId = traceEnd + SPAN.length();
            int spanEnd = text.indexOf('"', spanId);
            if (spanEnd < 0 || !isPlain(text, traceId, traceEnd) || !isPlain(text, spanId, spanEnd)) {
                return null;
            }
            int next = text.indexOf(TRACE, spanEnd);
            if (!hasEnded(text, spanEnd, next)) {
                return null;
            }
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, count * 2);
            }
            keys[count++] = finished(hash(hash(PRIME, text, traceId, traceEnd) ^ '/', text, spanId, spanEnd));
            trace = next;
        }
        return count == 0 ? null : Arrays.copyOf(keys, count);
    }

    /** Returns {@code true} if there is an end time other than 0 before the next span. */
    private static boolean hasEnded(String text, int from, int next) {
        int end = text.indexOf(END, from);
        int digit = end + END.length();
        return end >= 0
                && (next < 0 || end < next)
                && digit < text.length()
                && text.charAt(digit) >= '1'
                && text.charAt(digit) <= '9';
    }

    private static boolean isPlain(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '\\' || c >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static long hash(long seed, String text, int from, int to) {
        long hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    /** Moves the high bits, which depend on all characters, to the low ones. */
    private static long finished(long hash) {
        long mixed = (hash ^ hash >>> 32) * PRIME;
        return mixed ^ mixed >>> 29;
    }
}
