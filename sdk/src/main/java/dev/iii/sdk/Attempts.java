package dev.iii.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The attempts of one idempotent call. Not thread-safe: one attempt at a time. */
final class Attempts {

    private final CallSpec spec;
    private final RetryPolicy policy;
    private final Duration overall;
    private final long deadlineNanos;
    private int made;
    private boolean mayHaveRun;

    Attempts(CallSpec spec, RetryPolicy policy, Duration overall, long nowNanos) {
        this.spec = spec;
        this.policy = policy;
        this.overall = overall;
        this.deadlineNanos = nowNanos + overall.toNanos();
    }

    /** The next attempt: the same call, with the time that it has. */
    CallSpec next(long nowNanos) {
        made++;
        long left = Math.max(1, deadlineNanos - nowNanos);
        return spec.withTimeout(
                Duration.ofNanos(Math.min(left, policy.perAttempt().toNanos())));
    }

    /**
     * What to do about a failure.
     *
     * @return how long to wait before the next attempt; {@code null} when there is none, and {@link #failure} is the end
     */
    @Nullable
    Duration after(CallException failure, long nowNanos) {
        mayHaveRun |= failure.mayHaveRun();
        if (!policy.retries(failure) || made >= policy.maxAttempts()) {
            return null;
        }
        Duration backoff = policy.backoff(made);
        return nowNanos + backoff.toNanos() - deadlineNanos < 0 ? backoff : null;
    }

    /** The failure of the last attempt, with what is known of all of them. */
    CallException failure(CallException last) {
        if (made == 1 || !policy.retries(last)) {
            return last;
        }
        String message = "no answer from " + spec.functionId() + " in " + made + " attempts within "
                + overall.toMillis() + " ms; the last one: " + last.getMessage();
        CallException all = last instanceof CallTimeoutException
                ? new CallTimeoutException(message, mayHaveRun)
                : mayHaveRun ? new OutcomeUnknownException(message, last) : new OverloadedException(message, last);
        all.addSuppressed(last);
        return all;
    }
}
