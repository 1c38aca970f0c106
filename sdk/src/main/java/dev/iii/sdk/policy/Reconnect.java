package dev.iii.sdk.policy;

import dev.iii.sdk.internal.check.Arguments;
import java.time.Duration;

/**
 * Settings for reconnecting: the delays between attempts, without a maximum number of attempts. Immutable.
 *
 * @param backoff the delays between attempts to connect
 * @param stableAfter the time that a connection must have been ready before its loss starts the delays from the first one
 *     again
 */
public record Reconnect(Backoff backoff, Duration stableAfter) {

    /** Default time until a connection counts as stable: 10 s. */
    public static final Duration DEFAULT_STABLE_AFTER = Duration.ofSeconds(10);

    /** Default: 1 s, doubled up to 30 s, with a jitter of 30 %; stable after 10 s. */
    public static final Reconnect DEFAULT = after(Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30)));

    /** @throws IllegalArgumentException if a value is {@code null} or not positive */
    public Reconnect {
        Arguments.notNull(backoff, "reconnect.backoff");
        stableAfter = Arguments.positive(stableAfter, "reconnect.stableAfter");
    }

    /**
     * Returns settings with the given delays and {@link #DEFAULT_STABLE_AFTER}.
     *
     * @throws IllegalArgumentException if the backoff is {@code null}
     */
    public static Reconnect after(Backoff backoff) {
        return new Reconnect(backoff, DEFAULT_STABLE_AFTER);
    }
}
