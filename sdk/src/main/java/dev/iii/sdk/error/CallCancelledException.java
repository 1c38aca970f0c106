package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** The caller stopped waiting for the result, for example because its thread was interrupted. */
public final class CallCancelledException extends CallException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message and an optional cause. */
    public CallCancelledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns {@code true}: the call may have been sent before. */
    @Override
    public boolean mayHaveRun() {
        return true;
    }
}
