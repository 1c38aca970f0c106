package dev.iii.transport.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/** Masks and unmasks WebSocket payloads (RFC 6455, section 5.3). */
public final class Masking {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masking() {}

    /**
     * Masks or unmasks a part of a payload in place.
     *
     * @param key the four bytes of the key, big-endian
     * @param phase the number of bytes of the payload before this part
     */
    public static void apply(byte[] b, int offset, int length, int key, long phase) {
        int rotated = Integer.rotateLeft(key, (int) (phase & 3) * 8);
        long wide = ((long) rotated << 32) | (rotated & 0xFFFF_FFFFL);
        int p = offset;
        int end = offset + length;
        for (; p + 8 <= end; p += 8) {
            LONGS.set(b, p, (long) LONGS.get(b, p) ^ wide);
        }
        for (int shift = 24; p < end; p++, shift -= 8) {
            if (shift < 0) {
                shift = 24;
            }
            b[p] ^= (byte) (rotated >>> shift);
        }
    }

    /** Generates mask keys from a secure random source, in bulk. Not thread-safe. */
    public static final class Keys {

        private static final SecureRandom RANDOM = new SecureRandom();
        private final byte[] pool = new byte[1024];
        private int used = pool.length;

        /** Returns the next key. */
        public int next() {
            if (used == pool.length) {
                RANDOM.nextBytes(pool);
                used = 0;
            }
            int key = (pool[used] << 24)
                    | ((pool[used + 1] & 0xFF) << 16)
                    | ((pool[used + 2] & 0xFF) << 8)
                    | (pool[used + 3] & 0xFF);
            used += 4;
            return key;
        }
    }
}
