package dev.iii.stub.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A queue that calls can be put into by its name.
 *
 * @param delivery how it delivers
 * @param messageGroupField the field of the payload whose value is the group; needed by a fifo queue only
 * @param pollInterval how often it looks whether a missing function is back
 */
public record NamedQueueOptions(
        DeliveryOptions delivery, @Nullable String messageGroupField, Duration pollInterval) {

    /** How long a call may take. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);

    /** Three retries, ten calls at a time, in no order. */
    public static final NamedQueueOptions DEFAULT = new NamedQueueOptions(
            new DeliveryOptions(false, 4, 10, Duration.ofSeconds(1), DEFAULT_TIMEOUT), null, Duration.ofMillis(100));
}
