package dev.iii.stub.queue;

/**
 * How much the queues of an engine may keep in memory. More is refused.
 *
 * @param maxMessagesPerQueue messages in one queue, dead letters among them
 * @param maxBytes payloads and errors of all queues together
 */
public record QueueLimits(int maxMessagesPerQueue, long maxBytes) {

    /** 100 000 messages in one queue, 256 MiB in all. */
    public static final QueueLimits DEFAULT = new QueueLimits(100_000, 256L << 20);
}
