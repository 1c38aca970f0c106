package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** No live worker has the function in the namespace of the call. */
public final class FunctionNotFoundException extends CallException {

    private static final long serialVersionUID = 1L;

    public FunctionNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** False. */
    @Override
    public boolean mayHaveRun() {
        return false;
    }
}
