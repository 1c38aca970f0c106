package dev.iii.stub.json;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the numbers in JSON as the real engine does: it keeps numbers as 64-bit integers and as doubles, and writes
 * doubles in their shortest form.
 *
 * <p>JSON whose numbers are all canonical is returned unchanged, and nothing is allocated for it. Malformed JSON is not
 * rejected here, and it is still malformed afterwards.
 */
public final class CanonicalNumbers {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * EACH_BYTE;
    private static final long BACKSLASHES = '\\' * EACH_BYTE;

    /** Each integer with this number of digits fits into a {@code long}. */
    private static final int LONG_DIGITS = 18;

    /** Each decimal number with this number of digits is the shortest form of its double, if it has no trailing zeros. */
    private static final int DOUBLE_DIGITS = 15;

    /** A number below 1 is written with an exponent if at least this number of zeros follows the point. */
    private static final int MAX_LEADING_ZEROS = 5;

    /** Thrown if a number is larger than a double can be. */
    public static final class OutOfRangeException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        OutOfRangeException() {
            super("not a JSON value: a number is out of range");
        }
    }

    private CanonicalNumbers() {}

    /**
     * Returns the JSON value with canonical numbers, or the same instance if they are canonical.
     *
     * @throws OutOfRangeException if a number is larger than a double can be
     */
    public static RawJson of(RawJson json) {
        byte[] rewritten = rewritten(json.array(), json.offset(), json.offset() + json.length());
        return rewritten == null ? json : RawJson.wrap(rewritten);
    }

    /**
     * Returns the JSON with canonical numbers, or the same array if they are canonical.
     *
     * @throws OutOfRangeException if a number is larger than a double can be
     */
    public static byte[] of(byte[] json) {
        byte[] rewritten = rewritten(json, 0, json.length);
        return rewritten == null ? json : rewritten;
    }

    /**
     * Checks a JSON value from an untrusted source and returns it with canonical numbers.
     *
     * @param maxDepth the maximum number of nested objects and arrays
     * @throws IllegalArgumentException if the bytes are not UTF-8, are not exactly one JSON value, are nested deeper, or
     *     contain a number that is larger than a double can be
     */
    public static RawJson parse(byte[] json, int maxDepth) {
        return of(RawJson.parse(json, maxDepth));
    }

    private static byte @Nullable [] rewritten(byte[] json, int start, int end) {
        JsonBuffer out = null;
        int copied = start;
        int p = start;
        while (p < end) {
            byte b = json[p];
            if (b == '"') {
                p = skipString(json, p + 1, end);
            } else if (b == '-' || isDigit(b)) {
                int numberEnd = endOfNumber(json, p, end);
                if (!isCanonical(json, p, numberEnd)) {
                    String text = new String(json, p, numberEnd - p, StandardCharsets.ISO_8859_1);
                    String canonical = NumberText.canonical(text);
                    if (!canonical.equals(text)) {
                        out = out == null ? new JsonBuffer() : out;
                        out.raw(json, copied, p - copied);
                        out.raw(canonical.getBytes(StandardCharsets.ISO_8859_1));
                        copied = numberEnd;
                    }
                }
                p = numberEnd;
            } else {
                p++;
            }
        }
        if (out == null) {
            return null;
        }
        out.raw(json, copied, end - copied);
        return out.toByteArray();
    }

    /** Returns the index after the closing quote, or {@code end} if there is none. */
    private static int skipString(byte[] json, int from, int end) {
        int p = from;
        while (p < end) {
            if (p + Long.BYTES <= end) {
                long eight = (long) LONGS.get(json, p);
                if ((zeroBytes(eight ^ QUOTES) | zeroBytes(eight ^ BACKSLASHES)) == 0) {
                    p += Long.BYTES;
                    continue;
                }
            }
            byte b = json[p];
            if (b == '"') {
                return p + 1;
            }
            p += b == '\\' ? 2 : 1;
        }
        return end;
    }

    /** Returns a value other than 0 if one of the eight bytes is 0. */
    private static long zeroBytes(long eight) {
        return eight - EACH_BYTE & ~eight & HIGH_BITS;
    }

    private static int endOfNumber(byte[] json, int from, int end) {
        int p = from + 1;
        while (p < end) {
            byte b = json[p];
            if (!isDigit(b) && b != '.' && b != 'e' && b != 'E' && b != '-' && b != '+') {
                break;
            }
            p++;
        }
        return p;
    }

    /** Returns {@code true} if the number is certainly canonical. Needs no arithmetic. */
    private static boolean isCanonical(byte[] json, int from, int end) {
        int first = json[from] == '-' ? from + 1 : from;
        int p = skipDigits(json, first, end);
        int digits = p - first;
        if (digits == 0 || digits > 1 && json[first] == '0') {
            return false;
        }
        if (p == end) {
            return digits <= LONG_DIGITS && (first == from || json[first] != '0');
        }
        int fraction = p + 1;
        if (json[p] != '.' || fraction == end || skipDigits(json, fraction, end) != end) {
            return false;
        }
        int places = end - fraction;
        if (json[end - 1] == '0') {
            return places == 1 && digits <= DOUBLE_DIGITS;
        }
        return digits + places <= DOUBLE_DIGITS && (json[first] != '0' || !startsWithZeros(json, fraction, end));
    }

    private static boolean startsWithZeros(byte[] json, int fraction, int end) {
        for (int i = 0; i < MAX_LEADING_ZEROS; i++) {
            if (fraction + i >= end || json[fraction + i] != '0') {
                return false;
            }
        }
        return true;
    }

    private static int skipDigits(byte[] json, int from, int end) {
        int p = from;
        while (p < end && isDigit(json[p])) {
            p++;
        }
        return p;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
