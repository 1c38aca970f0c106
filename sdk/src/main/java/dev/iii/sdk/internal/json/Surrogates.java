package dev.iii.sdk.internal.json;

import dev.iii.protocol.RawJson;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Halves of surrogate pairs in JSON. Java has texts with half a pair, and writes them as an escape or as bytes that are no
 * UTF-8; an engine drops the whole frame for it, without a word, so that the caller waits in vain.
 */
public final class Surrogates {

    private static final int ESCAPE = 6;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final long ESCAPES = 0x5C5C5C5C5C5C5C5CL;
    private static final long HALVES = 0xEDEDEDEDEDEDEDEDL;

    private Surrogates() {}

    /** Whether every half has its other half. */
    public static boolean areWhole(RawJson json) {
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

    /** Whether none of eight bytes begins an escape or a half: every payload passes here, and nearly all of it is plain. */
    private static boolean isPlain(long eight) {
        return (zeros(eight ^ ESCAPES) | zeros(eight ^ HALVES)) == 0;
    }

    /** Not 0 when one of eight bytes is 0. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGHEST_BITS;
    }

    private static boolean isLow(byte[] b, int at, int end) {
        return at < end && b[at] == '\\' && Character.isLowSurrogate((char) unit(b, at, end));
    }

    /** The code unit of an escape; -1 when it is an escape of another kind. */
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
