package dev.iii.stub.queue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of a queue worker.
 *
 * @param queues the named queues; {@link #DEFAULT_QUEUE} is added if it is missing
 * @param topics the delivery settings for subscribers of topics that specify no others
 * @param limits the limits for messages in memory
 */
public record QueueOptions(Map<String, NamedQueueOptions> queues, DeliveryOptions topics, QueueLimits limits) {

    /** The queue that always exists. */
    public static final String DEFAULT_QUEUE = "default";

    /** Only the default queue. */
    public static final QueueOptions DEFAULT =
            new QueueOptions(Map.of(), DeliveryOptions.OF_TOPICS, QueueLimits.DEFAULT);

    public QueueOptions {
        Map<String, NamedQueueOptions> all = new LinkedHashMap<>();
        all.put(DEFAULT_QUEUE, NamedQueueOptions.DEFAULT);
        all.putAll(queues);
        queues = Collections.unmodifiableMap(all);
    }
}
