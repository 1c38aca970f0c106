package dev.iii.stub.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a queue to which calls are added by its name.
 *
 * @param delivery the delivery settings
 * @param messageGroupField the field of the payload whose value is the message group; required for a fifo queue,
 *     otherwise not used
 * @param pollInterval the interval between polls, which deliver new calls and find functions that were missing
 */
public record NamedQueueOptions(
        DeliveryOptions delivery, @Nullable String messageGroupField, Duration pollInterval) {

    /** The default timeout of a call. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);

    /** The default settings: three retries, ten calls at the same time, without order. */
    public static final NamedQueueOptions DEFAULT = new NamedQueueOptions(
            new DeliveryOptions(false, 4, 10, Duration.ofSeconds(1), DEFAULT_TIMEOUT), null, Duration.ofMillis(100));
}
