package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/**
 * The engine rejected the call: it is not allowed, its namespace is invalid, or no queue accepts it. The function did
 * not run.
 */
public final class CallRefusedException extends CallException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message and an optional cause. */
    public CallRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns {@code false}: the engine did not forward the call. */
    @Override
    public boolean mayHaveRun() {
        return false;
    }
}
