package dev.iii.sdk.queue;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;

/**
 * A topic or queue that can have dead letters. Immutable.
 *
 * @param topic its name
 * @param brokerType who keeps it: {@code builtin} for topics, {@code function_queue} for queues, …
 * @param messages how many dead letters it has
 */
public record DeadLetterTopic(String topic, String brokerType, long messages) {

    static DeadLetterTopic of(Json json) {
        JsonFields fields = JsonFields.of(json, "a topic");
        return new DeadLetterTopic(
                fields.text("topic"), fields.text("broker_type", ""), fields.number("message_count", 0));
    }
}
