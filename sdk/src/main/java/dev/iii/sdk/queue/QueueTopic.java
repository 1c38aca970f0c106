package dev.iii.sdk.queue;

/**
 * A durable topic or a queue. Immutable.
 *
 * @param name the name of the topic or queue
 * @param brokerType the kind of broker, for example {@code builtin}
 * @param subscribers the number of functions that receive its messages
 */
public record QueueTopic(String name, String brokerType, long subscribers) {}
