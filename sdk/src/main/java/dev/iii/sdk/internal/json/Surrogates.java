package dev.iii.sdk.internal.json;

import dev.iii.protocol.RawJson;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds unpaired surrogates in JSON. A Java string may contain an unpaired surrogate. It is written as an escape
 * sequence or as invalid UTF-8. The engine silently drops a frame that contains one, so the caller would wait for its
 * timeout.
 */
public final class Surrogates {

    /** The message of an exception for a string with an unpaired surrogate. */
    public static final String UNPAIRED =
            "a string contains an unpaired surrogate, which cannot be sent; remove or replace it";

    private static final int ESCAPE = 6;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final long ESCAPES = 0x5C5C5C5C5C5C5C5CL;
    private static final long SURROGATE_LEADS = 0xEDEDEDEDEDEDEDEDL;

    private Surrogates() {}

    /** Returns {@code true} if the text contains no unpaired surrogate. */
    public static boolean arePaired(String text) {
        // The encoder of the JDK stops at an unpaired surrogate.
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Returns {@code true} if the JSON contains no unpaired surrogate. */
    public static boolean arePaired(RawJson json) {
        byte[] b = json.array();
        int end = json.offset() + json.length();
        int i = json.offset();
        while (i < end) {
            while (i + Long.BYTES <= end && isPlain((long) LONGS.get(b, i))) {
                i += Long.BYTES;
            }
            if (i == end) {
                return true;
            }
            if (b[i] == '\\') {
                int unit = unit(b, i, end);
                if (Character.isHighSurrogate((char) unit) && isLow(b, i + ESCAPE, end)) {
                    i += 2 * ESCAPE;
                } else if (unit >= 0 && Character.isSurrogate((char) unit)) {
                    return false;
                } else {
                    i += 2;
                }
            } else if (b[i] == (byte) 0xED && i + 1 < end && (b[i + 1] & 0xE0) == 0xA0) {
                return false;
            } else {
                i++;
            }
        }
        return true;
    }

    /**
     * Returns {@code true} if none of eight bytes starts an escape sequence or a surrogate. Every payload is checked,
     * and nearly all bytes are plain, so eight are tested at the same time.
     */
    private static boolean isPlain(long eight) {
        return (zeros(eight ^ ESCAPES) | zeros(eight ^ SURROGATE_LEADS)) == 0;
    }

    /** Returns a value other than 0 if one of eight bytes is 0. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGHEST_BITS;
    }

    private static boolean isLow(byte[] b, int at, int end) {
        return at < end && b[at] == '\\' && Character.isLowSurrogate((char) unit(b, at, end));
    }

    /** Returns the code unit of a Unicode escape sequence; -1 for any other escape sequence. */
    private static int unit(byte[] b, int at, int end) {
        if (at + ESCAPE > end || b[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            unit = unit << 4 | Character.digit(b[i], 16);
        }
        return unit;
    }
}
