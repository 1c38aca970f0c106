package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** Nobody waits for the answer any more: the waiting thread was interrupted. */
public final class CallCancelledException extends CallException {

    private static final long serialVersionUID = 1L;

    public CallCancelledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** True: the call may have been sent before. */
    @Override
    public boolean mayHaveRun() {
        return true;
    }
}
