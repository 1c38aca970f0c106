package dev.iii.sdk.policy;

import dev.iii.sdk.internal.check.Arguments;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays that grow from one attempt to the next: {@code min(initial * multiplier^(attempt - 1), max)}, changed by a random
 * share. Immutable.
 *
 * @param initial the delay before the first repetition; positive
 * @param multiplier the factor from one delay to the next; at least 1
 * @param max the maximum delay before jitter; positive
 * @param jitter the share of the delay that is added or subtracted at random, from 0 to 1
 */
public record Backoff(Duration initial, double multiplier, Duration max, double jitter) {

    /** Default multiplier: every delay is twice the one before. */
    public static final double DEFAULT_MULTIPLIER = 2;

    /** Default jitter: up to 30 % more or less. */
    public static final double DEFAULT_JITTER = 0.3;

    /** @throws IllegalArgumentException if a value is {@code null} or out of its range */
    public Backoff {
        initial = Arguments.positive(initial, "backoff.initial");
        max = Arguments.positive(max, "backoff.max");
        if (!(multiplier >= 1)) {
            throw new IllegalArgumentException("backoff.multiplier is " + multiplier + "; it must be at least 1");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("backoff.jitter is " + jitter + "; it must be from 0 to 1");
        }
    }

    /**
     * Returns delays that double from {@code initial} to {@code max}, with a jitter of 30 %.
     *
     * @throws IllegalArgumentException if a delay is {@code null} or not positive
     */
    public static Backoff exponential(Duration initial, Duration max) {
        return new Backoff(initial, DEFAULT_MULTIPLIER, max, DEFAULT_JITTER);
    }

    /**
     * Returns equal delays without jitter.
     *
     * @throws IllegalArgumentException if the delay is {@code null} or not positive
     */
    public static Backoff fixed(Duration delay) {
        return new Backoff(delay, 1, delay, 0);
    }

    /**
     * Returns the delay after a number of failed attempts.
     *
     * @param failures the number of attempts that failed one after the other; at least 1
     * @param random the source of the jitter
     */
    public Duration delay(int failures, RandomGenerator random) {
        return Duration.ofNanos(delayNanos(failures, random));
    }

    /**
     * Returns the delay after a number of failed attempts, in nanoseconds; at least 1.
     *
     * @param failures the number of attempts that failed one after the other; at least 1
     * @param random the source of the jitter
     */
    public long delayNanos(int failures, RandomGenerator random) {
        Arguments.notNull(random, "random");
        double grown = (double) initial.toNanos() * Math.pow(multiplier, Math.max(0, failures - 1));
        double base = Math.min(grown, (double) max.toNanos());
        double share = 1 + jitter * (2 * random.nextDouble() - 1);
        return Math.max(1, (long) (base * share));
    }
}
