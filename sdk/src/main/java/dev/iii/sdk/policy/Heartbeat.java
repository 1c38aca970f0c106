package dev.iii.sdk.policy;

import dev.iii.sdk.internal.check.Arguments;
import java.time.Duration;

/**
 * Settings for detecting that the engine is gone although the connection was not closed. Immutable.
 *
 * @param interval the time between WebSocket pings; positive
 * @param timeout the maximum time without any data from the engine, or without a reply to a ping; longer than the interval.
 *     While a large message arrives, no reply is needed
 */
public record Heartbeat(Duration interval, Duration timeout) {

    /** Default: a ping every 20 s; the connection is dropped after 60 s without data or without a reply. */
    public static final Heartbeat DEFAULT = new Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(60));

    /** @throws IllegalArgumentException if the timeout is not longer than the interval */
    public Heartbeat {
        interval = Arguments.positive(interval, "heartbeat.interval");
        timeout = Arguments.positive(timeout, "heartbeat.timeout");
        if (timeout.compareTo(interval) <= 0) {
            throw new IllegalArgumentException(
                    "heartbeat.timeout is " + timeout + "; it must be longer than heartbeat.interval, " + interval);
        }
    }
}
