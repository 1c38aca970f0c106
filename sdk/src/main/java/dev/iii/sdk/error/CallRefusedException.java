package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** The engine did not pass the call on: not allowed, a blank namespace, or no queue to put it into. */
public final class CallRefusedException extends CallException {

    private static final long serialVersionUID = 1L;

    public CallRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** False. */
    @Override
    public boolean mayHaveRun() {
        return false;
    }
}
