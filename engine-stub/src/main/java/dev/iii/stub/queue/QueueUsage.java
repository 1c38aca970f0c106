package dev.iii.stub.queue;

/** Counts the messages of one queue in all their places, and their bytes. Guarded by the lock of its queue. */
final class QueueUsage {

    private final int maxMessages;
    private final MemoryQuota quota;
    private int messages;

    QueueUsage(QueueLimits limits, MemoryQuota quota) {
        this.maxMessages = limits.maxMessagesPerQueue();
        this.quota = quota;
    }

    /**
     * Reserves capacity for one more message.
     *
     * @throws QueueFullException if the queue or the quota is full
     */
    void take(String queue, int bytes, int deadLetters) throws QueueFullException {
        if (messages >= maxMessages) {
            throw new QueueFullException("the queue " + queue + " is full: it holds its maximum of " + messages
                    + " messages, of which " + deadLetters
                    + " are dead letters; deliver, redrive or discard some first");
        }
        if (!quota.take(bytes)) {
            throw new QueueFullException("the queues hold " + quota.used() + " bytes, and " + bytes
                    + " more would exceed the limit of " + quota.max()
                    + "; deliver, redrive or discard some messages first");
        }
        messages++;
    }

    void give(long bytes) {
        messages--;
        quota.give(bytes);
    }

    /** Adjusts the quota after a message has become larger or smaller. */
    void resized(long bytes) {
        quota.takeAnyhow(bytes);
    }

    int messages() {
        return messages;
    }
}
