package dev.iii.stub.queue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a queue worker can be told.
 *
 * @param queues the named queues; {@link #DEFAULT_QUEUE} is there in any case
 * @param topics what subscribers of topics get that do not ask for something else
 * @param limits how much is kept
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
