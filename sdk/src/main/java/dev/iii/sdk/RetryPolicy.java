package dev.iii.sdk;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how soon a call is made again whose outcome is not known, or that was refused because of a bound. For
 * calls that do no harm when they run twice; the timeout of the call is the deadline of all attempts together.
 * Immutable.
 *
 * <p>An attempt without an answer in its own time counts as lost: the 0.23 engine drops about one result of a fast worker
 * in 30 000 under load.
 *
 * @param maxAttempts how often at most, the first time included
 * @param perAttempt how long one attempt waits for its answer
 * @param initialBackoff before the second attempt
 * @param multiplier from one wait to the next, at least 1
 * @param maxBackoff the longest wait, before jitter
 * @param jitter the share of the wait that chance adds or takes, from 0 to 1
 */
public record RetryPolicy(
        int maxAttempts,
        Duration perAttempt,
        Duration initialBackoff,
        double multiplier,
        Duration maxBackoff,
        double jitter) {

    /** Five attempts of up to 5 s each, with waits of 50 ms, doubled up to 1 s, give or take 30 %, between them. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(5, Duration.ofSeconds(5), Duration.ofMillis(50), 2, Duration.ofSeconds(1), 0.3);

    /** @throws IllegalArgumentException when a value is out of its range */
    public RetryPolicy {
        Checks.atLeastOne(maxAttempts, "retry.maxAttempts");
        perAttempt = Checks.positive(perAttempt, "retry.perAttempt");
        initialBackoff = Checks.positive(initialBackoff, "retry.initialBackoff");
        maxBackoff = Checks.positive(maxBackoff, "retry.maxBackoff");
        if (!(multiplier >= 1)) {
            throw new IllegalArgumentException("retry.multiplier is " + multiplier + "; it must be at least 1");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("retry.jitter is " + jitter + "; it must be from 0 to 1");
        }
    }

    /** The same with another number of attempts. */
    public RetryPolicy withMaxAttempts(int attempts) {
        return new RetryPolicy(attempts, perAttempt, initialBackoff, multiplier, maxBackoff, jitter);
    }

    /** The same with another time for one attempt. */
    public RetryPolicy withPerAttempt(Duration time) {
        return new RetryPolicy(maxAttempts, time, initialBackoff, multiplier, maxBackoff, jitter);
    }

    /** Whether another attempt may do better. */
    boolean retries(CallException failure) {
        return failure instanceof CallTimeoutException
                || failure instanceof OutcomeUnknownException
                || failure instanceof OverloadedException;
    }

    /** The wait after this many attempts. */
    Duration backoff(int attempts) {
        double grown = (double) initialBackoff.toNanos() * Math.pow(multiplier, attempts - 1);
        double base = Math.min(grown, (double) maxBackoff.toNanos());
        double chance = 1 + jitter * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos(Math.max(1, (long) (base * chance)));
    }
}
