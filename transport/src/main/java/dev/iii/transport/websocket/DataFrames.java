package dev.iii.transport.websocket;

import org.jspecify.annotations.Nullable;

/** Encodes data frames that are not fragmented (RFC 6455, section 5.2). Thread-safe. */
public final class DataFrames {

    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int MAX_HEADER = 14;

    private DataFrames() {}

    /**
     * Appends a text frame.
     *
     * @param to receives the frame
     * @param keys the source of the mask key, or {@code null} for a frame without mask; a client must mask its frames
     */
    public static void appendText(GrowingBytes to, byte[] utf8, int offset, int length, Masking.@Nullable Keys keys) {
        append(to, TEXT, utf8, offset, length, keys);
    }

    /** Appends a binary frame. Otherwise like {@link #appendText}. */
    public static void appendBinary(
            GrowingBytes to, byte[] bytes, int offset, int length, Masking.@Nullable Keys keys) {
        append(to, BINARY, bytes, offset, length, keys);
    }

    private static void append(
            GrowingBytes to, int firstByte, byte[] payload, int offset, int length, Masking.@Nullable Keys keys) {
        to.ensure(length + MAX_HEADER);
        int maskBit = keys == null ? 0 : 0x80;
        to.put(firstByte);
        if (length < 126) {
            to.put(maskBit | length);
        } else if (length < 1 << 16) {
            to.put(maskBit | 126);
            bigEndian(to, length, 2);
        } else {
            to.put(maskBit | 127);
            bigEndian(to, length, 8);
        }
        int key = 0;
        if (keys != null) {
            key = keys.next();
            bigEndian(to, key & 0xFFFF_FFFFL, 4);
        }
        int start = to.length();
        to.put(payload, offset, length);
        if (keys != null) {
            Masking.apply(to.array(), start, length, key, 0);
        }
    }

    private static void bigEndian(GrowingBytes to, long value, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            to.put((int) (value >>> shift));
        }
    }
}
