package dev.iii.stub.queue;

import java.util.Map;

/** What the span of a delivery says. */
final class DeliverySpan {

    private DeliverySpan() {}

    /**
     * The attributes that all deliveries have, and one of its own.
     *
     * @param queue the name of the queue
     */
    static Map<String, String> attributes(String queue, String key, String value) {
        return Map.of(
                key,
                value,
                "queue",
                queue,
                "messaging.system",
                "iii-queue",
                "messaging.destination.name",
                queue,
                "messaging.operation.type",
                "process");
    }
}
