package dev.iii.sdk.internal.call;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Random UUIDs, drawn in bulk. They cannot be guessed: the engine takes a result from any worker that knows the id of an
 * invocation.
 */
public final class InvocationIds {

    private static final int BATCH = 256;
    private static final long VERSION = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteBuffer pool = ByteBuffer.allocate(BATCH * 16).limit(0);

    public UUID next() {
        long high;
        long low;
        lock.lock();
        try {
            if (!pool.hasRemaining()) {
                random.nextBytes(pool.array());
                pool.clear();
            }
            high = pool.getLong();
            low = pool.getLong();
        } finally {
            lock.unlock();
        }
        return new UUID((high & ~0xF000L) | VERSION, (low & ~0xC000_0000_0000_0000L) | VARIANT);
    }
}
