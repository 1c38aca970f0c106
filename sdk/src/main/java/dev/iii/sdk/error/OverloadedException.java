package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** A bound was reached, here or in the worker that has the function: calls in flight, calls that wait for a connection, bytes that wait to be sent, or the inbox of the other worker. The call was not run. */
public final class OverloadedException extends CallException {

    private static final long serialVersionUID = 1L;

    public OverloadedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** False. */
    @Override
    public boolean mayHaveRun() {
        return false;
    }
}
