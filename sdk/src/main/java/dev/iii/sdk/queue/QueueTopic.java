package dev.iii.sdk.queue;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;

/**
 * A durable topic or a queue. Immutable.
 *
 * @param name its name
 * @param brokerType who keeps it, for example {@code builtin}
 * @param subscribers how many functions take its messages
 */
public record QueueTopic(String name, String brokerType, long subscribers) {

    static QueueTopic of(Json json) {
        JsonFields fields = JsonFields.of(json, "a topic");
        return new QueueTopic(
                fields.text("name"), fields.text("broker_type", ""), fields.number("subscriber_count", 0));
    }
}
