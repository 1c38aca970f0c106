package dev.iii.transport.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks the UTF-8 of messages. Overlong forms, surrogates and code points above U+10FFFF are invalid (RFC 3629). ASCII is
 * checked eight bytes at a time, because every text message passes here.
 */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    static boolean isValid(byte[] b) {
        int p = 0;
        int end = b.length;
        while (p < end) {
            if (p + 8 <= end && ((long) LONGS.get(b, p) & HIGH_BITS) == 0) {
                p += 8;
                continue;
            }
            int lead = b[p];
            if (lead >= 0) {
                p++;
                continue;
            }
            int length = sequenceLength(lead);
            if (length == 0 || p + length > end || !validSequence(b, p, length)) {
                return false;
            }
            p += length;
        }
        return true;
    }

    private static int sequenceLength(int lead) {
        int unsigned = lead & 0xFF;
        if (unsigned < 0xC2 || unsigned > 0xF4) {
            return 0;
        }
        return unsigned < 0xE0 ? 2 : unsigned < 0xF0 ? 3 : 4;
    }

    private static boolean validSequence(byte[] b, int p, int length) {
        for (int i = 1; i < length; i++) {
            if ((b[p + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        int lead = b[p] & 0xFF;
        int second = b[p + 1] & 0xFF;
        return switch (lead) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second <= 0x9F;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second <= 0x8F;
            default -> true;
        };
    }
}
