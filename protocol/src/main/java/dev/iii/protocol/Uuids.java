package dev.iii.protocol;

import java.util.UUID;

/** Reads and writes UUIDs as ASCII bytes, without creating a string. */
final class Uuids {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    static final int TEXT_LENGTH = 36;

    private Uuids() {}

    /** Returns the UUID in {@code length} bytes: 36 with hyphens or 32 without. */
    static UUID parse(byte[] b, int pos, int length) throws MalformedFrameException {
        boolean hyphens = length == TEXT_LENGTH;
        if (!hyphens && length != 32) {
            throw malformed();
        }
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int i = 0; i < length; i++) {
            byte c = b[pos + i];
            if (hyphens && (i == 8 || i == 13 || i == 18 || i == 23)) {
                if (c != '-') {
                    throw malformed();
                }
                continue;
            }
            int digit = Character.digit(c, 16);
            if (digit < 0) {
                throw malformed();
            }
            if (digits++ < 16) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return new UUID(high, low);
    }

    /** Writes the 36 characters of a UUID. */
    static void write(UUID id, byte[] b, int pos) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        hex(high >>> 32, 8, b, pos);
        b[pos + 8] = '-';
        hex(high >>> 16, 4, b, pos + 9);
        b[pos + 13] = '-';
        hex(high, 4, b, pos + 14);
        b[pos + 18] = '-';
        hex(low >>> 48, 4, b, pos + 19);
        b[pos + 23] = '-';
        hex(low, 12, b, pos + 24);
    }

    private static void hex(long value, int digits, byte[] b, int pos) {
        long v = value;
        for (int i = pos + digits - 1; i >= pos; i--) {
            b[i] = HEX[(int) v & 0xF];
            v >>>= 4;
        }
    }

    private static MalformedFrameException malformed() {
        return new MalformedFrameException("invocation_id is not a UUID");
    }
}
