package dev.iii.stub.queue;

/**
 * The room that one queue takes: its messages, in whatever place, and their bytes. Guarded by the lock of its queue.
 */
final class Room {

    private final int maxMessages;
    private final Quota quota;
    private int messages;

    Room(QueueLimits limits, Quota quota) {
        this.maxMessages = limits.maxMessagesPerQueue();
        this.quota = quota;
    }

    /** Takes the room for another message. */
    void take(String queue, int bytes, int deadLetters) throws QueueFullException {
        if (messages >= maxMessages) {
            throw new QueueFullException("the queue " + queue + " holds " + messages
                    + " messages, the most that it may, " + deadLetters
                    + " of them dead letters; deliver, redrive or discard some first");
        }
        if (!quota.take(bytes)) {
            throw new QueueFullException("the queues hold " + quota.used() + " bytes, and " + bytes
                    + " more would be beyond the limit of " + quota.max()
                    + "; deliver, redrive or discard some messages first");
        }
        messages++;
    }

    void give(long bytes) {
        messages--;
        quota.give(bytes);
    }

    /** A message that is here has become larger, or smaller. */
    void resized(long bytes) {
        quota.takeAnyhow(bytes);
    }

    int messages() {
        return messages;
    }
}
