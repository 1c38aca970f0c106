package dev.iii.transport;

import java.util.Arrays;

/** A byte array that grows as needed. Not thread-safe. */
final class GrowingBytes {

    static final byte[] NONE = new byte[0];

    byte[] array = NONE;
    int length;

    /** Ensures that the array has space for {@code more} bytes after {@link #length}. */
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

    /** Removes all bytes. Releases the array if it is larger than {@code keep} bytes. */
    void clear(int keep) {
        length = 0;
        if (array.length > keep) {
            array = NONE;
        }
    }
}
