package dev.iii.stub.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a queue delivers.
 *
 * @param fifo one message of a group at a time, in order
 * @param maxDeliveries how often a message is delivered before it becomes a dead letter, at least once
 * @param concurrency how many messages are delivered at the same time; 0 delivers none
 * @param backoff the pause before the first retry; it doubles with each further one, up to {@link #MAX_BACKOFF}
 * @param timeout after how long an unanswered delivery has failed; {@code null} for never
 */
public record DeliveryOptions(
        boolean fifo,
        int maxDeliveries,
        int concurrency,
        Duration backoff,
        @Nullable Duration timeout) {

    /** No pause before a retry is longer. */
    public static final Duration MAX_BACKOFF = Duration.ofDays(1);

    /** What subscribers of topics get that ask for nothing: three deliveries, ten at a time, 1 s. */
    public static final DeliveryOptions OF_TOPICS = new DeliveryOptions(false, 3, 10, Duration.ofSeconds(1), null);

    /** The pause after the n-th delivery has failed. */
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
