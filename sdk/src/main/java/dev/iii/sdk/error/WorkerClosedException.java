package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** This worker is closed, or was closed before the call could be sent. */
public final class WorkerClosedException extends CallException {

    private static final long serialVersionUID = 1L;

    public WorkerClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** False. */
    @Override
    public boolean mayHaveRun() {
        return false;
    }
}
