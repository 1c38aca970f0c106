package dev.iii.transport;

/** The result of queueing a message. Immutable. */
public enum SendResult {
    /** The message is in the outbox and is sent by the next flush. */
    QUEUED,
    /**
     * The outbox is full, and the message was not queued. {@link ConnectionListener#onDrained} is called when the outbox is
     * empty; the queued messages must be flushed for that. A message that is larger than the outbox can never be queued.
     */
    FULL,
    /** The connection is closing or closed, and the message was not queued. */
    CLOSED
}
