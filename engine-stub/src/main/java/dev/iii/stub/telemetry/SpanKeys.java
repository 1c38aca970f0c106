package dev.iii.stub.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

    private static final Text TRACE = new Text("\"traceId\":\"", 'I');
    private static final Text SPAN = new Text("\",\"spanId\":\"", 'I');
    private static final Text END = new Text("\"endTimeUnixNano\":\"", 'U');
    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

    private SpanKeys() {}

    /**
     * A text to search for. A search looks for one character of it that is rare in JSON, in eight bytes at a time. This is
     * faster than a search in a string, because a string would have to be made of the message.
     */
    private static final class Text {

        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private static final long ONES = 0x0101_0101_0101_0101L;
        private static final long HIGH = 0x8080_8080_8080_8080L;

        private final byte[] bytes;
        private final int rare;
        private final long eightRare;

        Text(String text, char rare) {
            this.bytes = text.getBytes(StandardCharsets.US_ASCII);
            this.rare = text.indexOf(rare);
            this.eightRare = ONES * rare;
        }

        int length() {
            return bytes.length;
        }

        boolean isAt(byte[] in, int index) {
            return index + bytes.length <= in.length
                    && Arrays.equals(in, index, index + bytes.length, bytes, 0, bytes.length);
        }

        /** Returns the first index of this text, or -1. */
        int find(byte[] in, int from) {
            int p = from + rare;
            for (; p + 8 <= in.length; p += 8) {
                long eight = (long) LONGS.get(in, p) ^ eightRare;
                // The high bit of each byte that is 0 now. Bytes after one of them may be marked, too.
                for (long marks = (eight - ONES) & ~eight & HIGH; marks != 0; marks &= marks - 1) {
                    int found = p + (Long.numberOfTrailingZeros(marks) >>> 3) - rare;
                    if (isAt(in, found)) {
                        return found;
                    }
                }
            }
            for (; p < in.length; p++) {
                if (isAt(in, p - rare)) {
                    return p - rare;
                }
            }
            return -1;
        }
    }

    /** Returns the key of a span. */
    static long of(String traceId, String spanId) {
        return finished(hash(hash(PRIME, traceId) ^ '/', spanId));
    }

    /**
     * Returns the keys of the spans of a message, in their order. Returns {@code null} if the message has an unusual form.
     *
     * @param offset the index at which the JSON begins
     */
    static long @Nullable [] of(byte[] message, int offset) {
        long[] keys = new long[16];
        int count = 0;
        int trace = TRACE.find(message, offset);
        while (trace >= 0) {
            int traceId = trace + TRACE.length();
            int traceEnd = idEnd(message, traceId);
            if (traceEnd < 0 || !SPAN.isAt(message, traceEnd)) {
                return null;
            }
            int spanId = traceEnd + SPAN.length();
            int spanEnd = idEnd(message, spanId);
            int next = spanEnd < 0 ? -1 : TRACE.find(message, spanEnd);
            if (spanEnd < 0 || !hasEnded(message, spanEnd, next)) {
                return null;
            }
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, count * 2);
            }
            keys[count++] = finished(hash(hash(PRIME, message, traceId, traceEnd) ^ '/', message, spanId, spanEnd));
            trace = next;
        }
        return count == 0 ? null : Arrays.copyOf(keys, count);
    }

    /** Returns the index of the quote after an id. Returns -1 if the id contains other characters than plain ASCII. */
    private static int idEnd(byte[] message, int from) {
        for (int i = from; i < message.length; i++) {
            byte b = message[i];
            if (b == '"') {
                return i;
            }
            if (b < 0 || b == '\\') {
                return -1;
            }
        }
        return -1;
    }

    /** Returns {@code true} if there is an end time other than 0 before the next span. */
    private static boolean hasEnded(byte[] message, int from, int next) {
        int end = END.find(message, from);
        int digit = end + END.length();
        return end >= 0
                && (next < 0 || end < next)
                && digit < message.length
                && message[digit] >= '1'
                && message[digit] <= '9';
    }

    private static long hash(long seed, byte[] ascii, int from, int to) {
        long hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ ascii[i]) * PRIME;
        }
        return hash;
    }

    private static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
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
