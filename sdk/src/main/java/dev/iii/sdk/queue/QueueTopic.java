package dev.iii.sdk.queue;

/**
 * A durable topic or a queue. Immutable.
 *
 * @param name its name
 * @param brokerType who keeps it, for example {@code builtin}
 * @param subscribers how many functions take its messages
 */
public record QueueTopic(String name, String brokerType, long subscribers) {}
