package dev.iii.sdk.internal.session;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: {@code min(initial * multiplier^n, max)}, give or take the jitter.
 *
 * @param initialNanos before the first try again
 * @param multiplier from one try to the next
 * @param maxNanos the longest wait, before jitter
 * @param jitter share of the wait that chance adds or takes, 0 to 1
 */
public record Backoff(long initialNanos, double multiplier, long maxNanos, double jitter) {

    /** The wait after {@code failures} tries in a row have failed. */
    long delayNanos(int failures, RandomGenerator random) {
        double grown = (double) initialNanos * Math.pow(multiplier, Math.max(0, failures - 1));
        double base = Math.min(grown, (double) maxNanos);
        double chance = 1 + jitter * (2 * random.nextDouble() - 1);
        return Math.max(1, (long) (base * chance));
    }
}
