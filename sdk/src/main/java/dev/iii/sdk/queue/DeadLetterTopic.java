package dev.iii.sdk.queue;

/**
 * A topic or queue that can have dead letters. Immutable.
 *
 * @param topic the name of the topic or queue
 * @param brokerType the kind of broker: {@code builtin} for topics, {@code function_queue} for queues, …
 * @param messages the number of dead letters
 */
public record DeadLetterTopic(String topic, String brokerType, long messages) {}
