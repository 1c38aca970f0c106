package dev.iii.transport;

/** What became of a message that was to be sent. */
public enum SendResult {
    /** It is in the outbox and goes out with the next flush. */
    QUEUED,
    /** The outbox is full; nothing was queued. */
    FULL,
    /** The connection is closing or closed; nothing was queued. */
    CLOSED
}
