package dev.iii.stub.queue;

/** Thrown if a queue or the quota is full. Has no stack trace. */
final class QueueFullException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    QueueFullException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** Returns the reason and the remedy. */
    String reason() {
        return reason;
    }
}
