package dev.iii.sdk.internal.json;

import dev.iii.protocol.RawJson;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds valid JSON that the engine cannot read: values that are nested too deeply, and numbers beyond a double. The engine
 * silently drops a frame that contains one, so the caller would wait for its timeout, and a registration would never exist.
 */
public final class EngineLimits {

    /** The maximum number of nested objects and arrays of a payload. The engine accepts 127, and the frame is one of them. */
    public static final int MAX_DEPTH = 126;

    /** The length of the shortest JSON that is nested too deeply. */
    private static final int SHORTEST_TOO_DEEP = 2 * (MAX_DEPTH + 1);
    /** A number with fewer characters and no exponent is always in the range of a double. */
    private static final int SAFE_NUMBER_LENGTH = 300;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final long QUOTES = 0x2222222222222222L;
    private static final long ESCAPES = 0x5C5C5C5C5C5C5C5CL;

    private EngineLimits() {}

    /**
     * Returns what the engine cannot read, and what the user can do; {@code null} if it can read everything.
     *
     * @param json valid JSON
     */
    public static @Nullable String problem(RawJson json) {
        byte[] b = json.array();
        int end = json.offset() + json.length();
        int depth = 0;
        int i = json.offset();
        while (i < end) {
            byte c = b[i];
            if (c == '"') {
                i = afterString(b, i + 1, end);
            } else if (c == '{' || c == '[') {
                if (++depth > MAX_DEPTH) {
                    return "it is nested deeper than " + MAX_DEPTH
                            + " levels, which the engine does not accept; flatten it, or send it as text";
                }
                i++;
            } else if (c == '}' || c == ']') {
                depth--;
                i++;
            } else if (c == '-' || (c >= '0' && c <= '9')) {
                int after = afterNumber(b, i + 1, end);
                if (isBeyondDouble(b, i, after)) {
                    return "it contains a number with an exponent or length beyond a double, which the engine does not accept;"
                            + " write it as text";
                }
                i = after;
            } else {
                i++;
            }
        }
        return null;
    }

    /** Returns {@code false} if the JSON is too short to be nested too deeply. */
    public static boolean mayBeTooDeep(RawJson json) {
        return json.length() >= SHORTEST_TOO_DEEP;
    }

    private static int afterString(byte[] b, int start, int end) {
        int i = start;
        while (i < end) {
            while (i + Long.BYTES <= end && isPlain((long) LONGS.get(b, i))) {
                i += Long.BYTES;
            }
            if (i == end) {
                return end;
            }
            if (b[i] == '"') {
                return i + 1;
            }
            i += b[i] == '\\' ? 2 : 1;
        }
        return end;
    }

    /** Returns {@code true} if none of eight bytes is a quote or begins an escape sequence. */
    private static boolean isPlain(long eight) {
        return (zeros(eight ^ QUOTES) | zeros(eight ^ ESCAPES)) == 0;
    }

    /** Returns a value other than 0 if one of eight bytes is 0. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGHEST_BITS;
    }

    private static int afterNumber(byte[] b, int start, int end) {
        int i = start;
        while (i < end
                && (b[i] == '.' || b[i] == '-' || b[i] == '+' || isExponent(b[i]) || (b[i] >= '0' && b[i] <= '9'))) {
            i++;
        }
        return i;
    }

    private static boolean isExponent(byte c) {
        return c == 'e' || c == 'E';
    }

    private static boolean isBeyondDouble(byte[] b, int start, int end) {
        boolean suspicious = end - start > SAFE_NUMBER_LENGTH;
        for (int i = start; i < end && !suspicious; i++) {
            suspicious = isExponent(b[i]);
        }
        return suspicious
                && Double.isInfinite(
                        Double.parseDouble(new String(b, start, end - start, StandardCharsets.ISO_8859_1)));
    }
}
