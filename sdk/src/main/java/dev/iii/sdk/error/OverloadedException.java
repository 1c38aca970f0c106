package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/**
 * A limit was reached, in this worker or in the worker that provides the function. The function did not run. The limits
 * of this worker are the calls in flight, the calls that wait for a connection, and the bytes in the outbox. The limits
 * of the other worker are its inbox and the concurrency limit of the function.
 */
public final class OverloadedException extends CallException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message and an optional cause. */
    public OverloadedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns {@code false}: the call was rejected before the function ran. */
    @Override
    public boolean mayHaveRun() {
        return false;
    }
}
