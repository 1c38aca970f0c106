package dev.iii.stub.queue;

/** A queue does not take a message. Carries no stack trace. */
final class QueueFullException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    QueueFullException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** What is full, and what helps. */
    String reason() {
        return reason;
    }
}
