package dev.iii.sdk.internal.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Creates random UUIDs in batches. They must not be predictable, because the engine accepts a result from any worker that
 * knows the id of an invocation. Thread-safe.
 */
public final class InvocationIds {

    private static final int BATCH = 256;
    private static final long VERSION = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ByteBuffer pool = ByteBuffer.allocate(BATCH * 16).limit(0);

    /** Returns a new id. */
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
