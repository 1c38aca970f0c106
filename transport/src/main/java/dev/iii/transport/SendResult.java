package dev.iii.transport;

/** What became of a message that was to be sent. Immutable. */
public enum SendResult {
    /** It is in the outbox and goes out with the next flush. */
    QUEUED,
    /**
     * The outbox is full; nothing was queued. {@link ConnectionListener#onDrained} follows once it is empty, provided
     * that what is in it was flushed; a message larger than the whole outbox never fits.
     */
    FULL,
    /** The connection is closing or closed; nothing was queued. */
    CLOSED
}
