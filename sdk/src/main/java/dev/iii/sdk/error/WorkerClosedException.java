package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** This worker is closed, or was closed before the call could be sent. The function did not run. */
public final class WorkerClosedException extends CallException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message and an optional cause. */
    public WorkerClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns {@code false}: the call was not sent. */
    @Override
    public boolean mayHaveRun() {
        return false;
    }
}
