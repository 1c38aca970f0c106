package dev.iii.sdk;

import java.time.Duration;

/**
 * How a worker notices that the engine is gone without a word. Immutable.
 *
 * @param interval between WebSocket pings
 * @param timeout without anything from the engine for this long the connection is dropped
 */
public record Heartbeat(Duration interval, Duration timeout) {

    /** A ping every 20 s, dropped after 60 s. */
    public static final Heartbeat DEFAULT = new Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(60));

    /** @throws IllegalArgumentException when the timeout is not longer than the interval */
    public Heartbeat {
        interval = Checks.positive(interval, "heartbeat.interval");
        timeout = Checks.positive(timeout, "heartbeat.timeout");
        if (timeout.compareTo(interval) <= 0) {
            throw new IllegalArgumentException(
                    "heartbeat.timeout is " + timeout + "; it must be longer than heartbeat.interval, " + interval);
        }
    }
}
