package dev.iii.sdk.queue;

import dev.iii.sdk.json.Json;
import java.util.Optional;

/**
 * How a topic or queue stands. Immutable.
 *
 * @param consumers how many functions take its messages
 * @param depth how many messages wait
 * @param deadLetters how many dead letters it has
 * @param config its settings, where the engine tells
 */
public record QueueStats(long consumers, long depth, long deadLetters, Optional<Json> config) {}
