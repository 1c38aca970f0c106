package dev.iii.stub.core.environment;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Creates ids that look like random UUIDs.
 *
 * <p>A call must not wait for the operating system's random numbers, so {@link #next} counts and scrambles: the lower
 * half is a one-to-one image of the counter, so no id is returned twice.
 */
public final class RandomIds implements Ids {

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long LOW_62 = -1L >>> 2;

    private final AtomicLong counter = new AtomicLong();
    private final long highSeed;
    private final long lowSeed;

    /** Creates ids that differ from those of every other instance. */
    public RandomIds() {
        this(UUID.randomUUID().getMostSignificantBits());
    }

    /** Creates the same ids for the same seed. */
    public RandomIds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.highSeed = random.nextLong();
        this.lowSeed = random.nextLong();
    }

    @Override
    public UUID next() {
        long n = counter.getAndIncrement();
        long high = scramble(highSeed + n * GOLDEN) & ~0xF000L | VERSION_4;
        // Odd factors and xor-shifts can be undone modulo 2^62, so different counts give different halves.
        long low = (n * GOLDEN ^ lowSeed) & LOW_62;
        low = (low ^ low >>> 31) * 0xBF58_476D_1CE4_E5B9L & LOW_62;
        low ^= low >>> 29;
        return new UUID(high, low | VARIANT);
    }

    @Override
    public UUID secret() {
        return UUID.randomUUID();
    }

    private static long scramble(long value) {
        long z = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
