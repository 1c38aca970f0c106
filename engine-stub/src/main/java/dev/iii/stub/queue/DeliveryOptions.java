package dev.iii.stub.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings for the deliveries of a queue.
 *
 * @param fifo whether the messages of a group are delivered one at a time, in order
 * @param maxDeliveries the maximum number of deliveries of a message before it becomes a dead letter; every message is
 *     delivered at least once
 * @param concurrency the maximum number of messages that are delivered at the same time; 0 delivers no messages
 * @param backoff the pause before the first retry; it doubles with each further retry, up to {@link #MAX_BACKOFF}
 * @param timeout the time after which a delivery without a result fails, or {@code null} for no timeout
 */
public record DeliveryOptions(
        boolean fifo,
        int maxDeliveries,
        int concurrency,
        Duration backoff,
        @Nullable Duration timeout) {

    /** The longest pause before a retry. */
    public static final Duration MAX_BACKOFF = Duration.ofDays(1);

    /**
     * The settings for subscribers of topics that specify no others: three deliveries, ten at the same time, a pause of
     * 1 s, no timeout.
     */
    public static final DeliveryOptions OF_TOPICS = new DeliveryOptions(false, 3, 10, Duration.ofSeconds(1), null);

    /** Returns the pause before the next retry, after the given number of deliveries have failed. */
    Duration backoffAfter(int deliveries) {
        int doublings = Math.max(0, deliveries - 1);
        long millis = backoff.toMillis();
        long max = MAX_BACKOFF.toMillis();
        if (millis == 0) {
            return Duration.ZERO;
        }
        return doublings >= 62 || millis > max >> doublings
                ? MAX_BACKOFF
                : Duration.ofMillis(Math.min(max, millis << doublings));
    }
}
