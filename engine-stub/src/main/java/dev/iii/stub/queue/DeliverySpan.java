package dev.iii.stub.queue;

import java.util.Map;

/** The attributes of the span of a delivery. */
final class DeliverySpan {

    private DeliverySpan() {}

    /**
     * Returns the attributes that all deliveries have, and one additional attribute.
     *
     * @param queue the name of the queue
     * @param key the name of the additional attribute
     * @param value the value of the additional attribute
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
