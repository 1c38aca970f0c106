package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/**
 * The connection to the engine, or the worker that ran the function, was lost after the call was sent. It is unknown
 * whether the function ran. Repeat the call only if running the function twice is safe.
 */
public final class OutcomeUnknownException extends CallException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message and an optional cause. */
    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns {@code true}: the call was sent. */
    @Override
    public boolean mayHaveRun() {
        return true;
    }
}
