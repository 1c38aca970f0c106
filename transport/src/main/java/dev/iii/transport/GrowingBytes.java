package dev.iii.transport;

import java.util.Arrays;

/** A byte array that grows with what is put into it. Not thread-safe. */
final class GrowingBytes {

    static final byte[] NONE = new byte[0];

    byte[] array = NONE;
    int length;

    /** Makes room for {@code more} bytes behind {@link #length}. */
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

    /** Empties it; keeps at most {@code keep} bytes of memory. */
    void clear(int keep) {
        length = 0;
        if (array.length > keep) {
            array = NONE;
        }
    }
}
