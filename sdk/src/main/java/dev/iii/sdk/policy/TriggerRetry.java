package dev.iii.sdk.policy;

import dev.iii.sdk.internal.check.Arguments;
import java.time.Duration;

/**
 * Settings for registering a refused trigger again, for example because its provider was not ready yet or its route was
 * still in use. Every new connection starts the delays from the first one again. A trigger that the engine accepts again
 * becomes active if no refusal arrives during one more delay. Immutable.
 *
 * <p>This applies to triggers only. The engine refuses a function because another worker owns it; waiting for that worker to
 * leave is the purpose of {@code WorkerOptions.Builder.standby}. Without it the function is registered again on the next
 * connection. The engine never refuses a trigger type.
 *
 * @param maxRetries the maximum number of repetitions on one connection; 0 for none
 * @param backoff the delays before the repetitions
 */
public record TriggerRetry(int maxRetries, Backoff backoff) {

    /** Default: 12 repetitions, after 1 s, doubled up to 60 s, with a jitter of 30 %. */
    public static final TriggerRetry DEFAULT =
            new TriggerRetry(12, Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(60)));

    /** No repetition until the next connection. */
    public static final TriggerRetry NEVER = new TriggerRetry(0, Backoff.fixed(Duration.ofSeconds(1)));

    /** @throws IllegalArgumentException if a value is {@code null} or negative */
    public TriggerRetry {
        Arguments.atLeast(0, maxRetries, "triggerRetry.maxRetries");
        Arguments.notNull(backoff, "triggerRetry.backoff");
    }
}
