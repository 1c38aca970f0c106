package dev.iii.sdk.internal.call;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The attempts of one idempotent call. Not thread-safe: one attempt at a time. */
final class Attempts {

    private final Call call;
    private final RetryPolicy policy;
    private final Duration overall;
    private final long deadlineNanos;
    private final @Nullable AtomicInteger counter;
    private int made;
    private boolean mayHaveRun;

    Attempts(Call call, RetryPolicy policy, Duration overall, long nowNanos) {
        this(call, policy, overall, nowNanos, null);
    }

    /** @param counter is incremented for each attempt; {@code null} if it is not needed */
    Attempts(Call call, RetryPolicy policy, Duration overall, long nowNanos, @Nullable AtomicInteger counter) {
        this.call = call;
        this.policy = policy;
        this.overall = overall;
        this.deadlineNanos = nowNanos + overall.toNanos();
        this.counter = counter;
    }

    /** Returns the call of the next attempt, with the time that remains for it. */
    Call next(long nowNanos) {
        made++;
        if (counter != null) {
            counter.incrementAndGet();
        }
        long remaining = Math.max(1, deadlineNanos - nowNanos);
        return call.timeout(
                Duration.ofNanos(Math.min(remaining, policy.perAttempt().toNanos())));
    }

    /**
     * Records the failure of an attempt.
     *
     * @return the delay before the next attempt; {@code null} if there is none, and {@link #failure} is the result
     */
    @Nullable
    Duration after(CallException failure, long nowNanos) {
        mayHaveRun |= failure.mayHaveRun();
        if (!policy.retries(failure) || made >= policy.maxAttempts()) {
            return null;
        }
        Duration delay = policy.backoff().delay(made, ThreadLocalRandom.current());
        return nowNanos + delay.toNanos() - deadlineNanos < 0 ? delay : null;
    }

    /** Returns the failure of the call: that of the last attempt, and what is known from all attempts. */
    CallException failure(CallException last) {
        boolean isFinal = !policy.retries(last);
        if (made == 1 || isFinal && (last.mayHaveRun() || !mayHaveRun)) {
            return last;
        }
        String message = "no result from " + call.functionId() + " in " + made + " attempts within "
                + overall.toMillis() + " ms; the last one: " + last.getMessage();
        CallException all = last instanceof CallTimeoutException
                ? new CallTimeoutException(message, mayHaveRun)
                : mayHaveRun ? new OutcomeUnknownException(message, last) : new OverloadedException(message, last);
        all.addSuppressed(last);
        return all;
    }
}
