package dev.iii.sdk.queue;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;
import java.util.Optional;

/**
 * How a topic or queue stands. Immutable.
 *
 * @param consumers how many functions take its messages
 * @param depth how many messages wait
 * @param deadLetters how many dead letters it has
 * @param config its settings, where the engine tells
 */
public record QueueStats(long consumers, long depth, long deadLetters, Optional<Json> config) {

    static QueueStats of(Json json) {
        JsonFields fields = JsonFields.of(json, "the state of a topic");
        return new QueueStats(
                fields.number("consumer_count", 0),
                fields.number("depth", 0),
                fields.number("dlq_depth", 0),
                Optional.ofNullable(fields.jsonOrNull("config")));
    }
}
