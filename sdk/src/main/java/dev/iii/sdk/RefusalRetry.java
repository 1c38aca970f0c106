package dev.iii.sdk;

import java.time.Duration;

/**
 * How triggers that were refused are offered again, for a provider that was not yet able or a route that was still
 * taken. The wait is {@code min(initial * multiplier^n, max)}, and chance adds or takes a share of it; every new
 * connection begins anew. A trigger that is taken again counts as such when no refusal has come for one more wait.
 * Immutable.
 *
 * <p>This is for triggers alone. A function is refused because another worker has it; waiting for that one to leave is
 * {@link WorkerOptions.Builder#standby}, and without it the function is offered again on the next connection. A trigger type
 * is never refused.
 *
 * @param tries how often, on one connection; 0 for never
 * @param initial before the first time
 * @param multiplier from one time to the next, at least 1
 * @param max the longest wait, before jitter
 * @param jitter the share of the wait that chance adds or takes, from 0 to 1
 */
public record RefusalRetry(int tries, Duration initial, double multiplier, Duration max, double jitter) {

    /** 12 times: after 1 s, doubled up to 60 s, give or take 30 %. */
    public static final RefusalRetry DEFAULT =
            new RefusalRetry(12, Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0.3);

    /** On the next connection only. */
    public static final RefusalRetry NEVER = new RefusalRetry(0, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 0);

    /** @throws IllegalArgumentException when a value is out of its range */
    public RefusalRetry {
        initial = Checks.positive(initial, "refusalRetry.initial");
        max = Checks.positive(max, "refusalRetry.max");
        if (tries < 0) {
            throw new IllegalArgumentException("refusalRetry.tries is " + tries + "; it must be at least 0");
        }
        if (!(multiplier >= 1)) {
            throw new IllegalArgumentException("refusalRetry.multiplier is " + multiplier + "; it must be at least 1");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("refusalRetry.jitter is " + jitter + "; it must be from 0 to 1");
        }
    }
}
