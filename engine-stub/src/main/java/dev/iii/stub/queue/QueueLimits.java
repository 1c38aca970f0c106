package dev.iii.stub.queue;

import dev.iii.stub.core.environment.HeapShare;

/**
 * Limits for the messages that the queues of a worker keep in memory. Messages beyond a limit are rejected.
 *
 * @param maxMessagesPerQueue the maximum number of messages in one queue, including dead letters
 * @param maxBytes the maximum number of bytes of payloads and errors in all queues together
 */
public record QueueLimits(int maxMessagesPerQueue, long maxBytes) {

    /** 100 000 messages in one queue, 256 MiB or a quarter of the heap in all queues together. */
    public static final QueueLimits DEFAULT = new QueueLimits(100_000, HeapShare.limit(256L << 20, 4));
}
