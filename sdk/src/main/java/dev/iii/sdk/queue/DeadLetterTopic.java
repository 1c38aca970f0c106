package dev.iii.sdk.queue;

/**
 * A topic or queue that can have dead letters. Immutable.
 *
 * @param topic its name
 * @param brokerType who keeps it: {@code builtin} for topics, {@code function_queue} for queues, …
 * @param messages how many dead letters it has
 */
public record DeadLetterTopic(String topic, String brokerType, long messages) {}
