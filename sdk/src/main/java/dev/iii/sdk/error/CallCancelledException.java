package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/**
 * The caller stopped waiting for a result, or for the engine, for example because its thread was interrupted. Methods that
 * call no function throw it, too, for example {@link dev.iii.sdk.Worker#awaitReady}.
 */
public final class CallCancelledException extends CallException {

    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /** Creates an exception for a call that may have been sent. */
    public CallCancelledException(String message, @Nullable Throwable cause) {
        this(message, cause, true);
    }

    /**
     * Creates an exception with a message and an optional cause.
     *
     * @param sent {@code true} if the call may have been sent before
     */
    public CallCancelledException(String message, @Nullable Throwable cause, boolean sent) {
        super(message, cause);
        this.sent = sent;
    }

    /** Returns {@code true} if the call may have been sent. Returns {@code false} if the caller waited for no call. */
    @Override
    public boolean mayHaveRun() {
        return sent;
    }
}
