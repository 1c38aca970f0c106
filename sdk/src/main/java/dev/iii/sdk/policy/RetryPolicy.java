package dev.iii.sdk.policy;

import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.internal.check.Arguments;
import java.time.Duration;

/**
 * Settings for repeating idempotent calls: calls whose outcome is unknown, or that were refused because a limit was
 * reached. The timeout of the call is the deadline for all attempts together. Immutable.
 *
 * <p>An attempt without a result within its own time counts as lost.
 *
 * @param maxAttempts the maximum number of attempts, including the first one; at least 1
 * @param perAttempt the maximum time that one attempt waits for its result; positive
 * @param backoff the delays between attempts
 */
public record RetryPolicy(int maxAttempts, Duration perAttempt, Backoff backoff) {

    /** Default: five attempts of at most 5 s each, with delays of 50 ms, doubled up to 1 s, and a jitter of 30 %. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            5, Duration.ofSeconds(5), Backoff.exponential(Duration.ofMillis(50), Duration.ofSeconds(1)));

    /** @throws IllegalArgumentException if a value is {@code null} or out of its range */
    public RetryPolicy {
        Arguments.atLeast(1, maxAttempts, "retry.maxAttempts");
        perAttempt = Arguments.positive(perAttempt, "retry.perAttempt");
        Arguments.notNull(backoff, "retry.backoff");
    }

    /** Returns a copy of this policy with another maximum number of attempts. */
    public RetryPolicy withMaxAttempts(int attempts) {
        return new RetryPolicy(attempts, perAttempt, backoff);
    }

    /** Returns a copy of this policy with another time for one attempt. */
    public RetryPolicy withPerAttempt(Duration time) {
        return new RetryPolicy(maxAttempts, time, backoff);
    }

    /** Returns a copy of this policy with other delays. */
    public RetryPolicy withBackoff(Backoff delays) {
        return new RetryPolicy(maxAttempts, perAttempt, delays);
    }

    /** Returns {@code true} if another attempt may succeed after this failure. */
    public boolean retries(CallException failure) {
        Arguments.notNull(failure, "failure");
        return failure instanceof CallTimeoutException
                || failure instanceof OutcomeUnknownException
                || failure instanceof OverloadedException;
    }
}
