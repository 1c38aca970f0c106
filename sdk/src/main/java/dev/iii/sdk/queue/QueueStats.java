package dev.iii.sdk.queue;

import dev.iii.sdk.json.Json;
import java.util.Optional;

/**
 * The statistics of a topic or queue. Immutable.
 *
 * @param consumers the number of functions that receive its messages
 * @param depth the number of messages that are waiting or being delivered
 * @param deadLetters the number of dead letters
 * @param config the settings; empty if the engine does not report them
 */
public record QueueStats(long consumers, long depth, long deadLetters, Optional<Json> config) {}
