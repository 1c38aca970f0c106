package dev.iii.transport.websocket;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A byte array that grows as needed. Not thread-safe. */
public final class GrowingBytes {

    /** An empty array. */
    static final byte[] NONE = new byte[0];

    private byte[] array = NONE;
    private int length;

    /** Creates an empty array. */
    public GrowingBytes() {}

    /** Returns the array, without a copy. It is valid in {@code [0, length())} until the next change. */
    public byte[] array() {
        return array;
    }

    /** Returns the number of bytes. */
    public int length() {
        return length;
    }

    /** Ensures that {@code more} bytes can be appended without growing. */
    void ensure(int more) {
        int needed = Math.addExact(length, more);
        if (needed > array.length) {
            array = Arrays.copyOf(array, (int) Math.max(needed, Math.min(Integer.MAX_VALUE - 16L, array.length * 2L)));
        }
    }

    void put(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, array, length, count);
        length += count;
    }

    void put(int value) {
        ensure(1);
        array[length++] = (byte) value;
    }

    /** Appends the remaining bytes of a buffer. */
    public void put(ByteBuffer source) {
        int count = source.remaining();
        ensure(count);
        source.get(array, length, count);
        length += count;
    }

    /** Removes all bytes. Releases the array if it is larger than {@code keep} bytes. */
    public void clear(int keep) {
        length = 0;
        if (array.length > keep) {
            array = NONE;
        }
    }
}
