package dev.iii.sdk;

import java.time.Duration;

/**
 * How long a worker waits between tries to connect: {@code min(initial * multiplier^n, max)}, give or take the jitter,
 * without end. The count begins anew after a connection that was stable. Immutable.
 *
 * @param initial before the first try again
 * @param multiplier from one try to the next, at least 1
 * @param max the longest wait, before jitter
 * @param jitter the share of the wait that chance adds or takes, from 0 to 1
 * @param stableAfter how long a connection must have been ready to count as stable
 */
public record Reconnect(Duration initial, double multiplier, Duration max, double jitter, Duration stableAfter) {

    /** 1 s, doubled up to 30 s, give or take 30 %; stable after 10 s. */
    public static final Reconnect DEFAULT =
            new Reconnect(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 0.3, Duration.ofSeconds(10));

    /** @throws IllegalArgumentException when a value is out of its range */
    public Reconnect {
        initial = Checks.positive(initial, "reconnect.initial");
        max = Checks.positive(max, "reconnect.max");
        stableAfter = Checks.positive(stableAfter, "reconnect.stableAfter");
        if (!(multiplier >= 1)) {
            throw new IllegalArgumentException("reconnect.multiplier is " + multiplier + "; it must be at least 1");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("reconnect.jitter is " + jitter + "; it must be from 0 to 1");
        }
    }
}
