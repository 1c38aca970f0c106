package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** No connected worker provides the function in the namespace of the call. */
public final class FunctionNotFoundException extends CallException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message and an optional cause. */
    public FunctionNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns {@code false}: there was no function to run. */
    @Override
    public boolean mayHaveRun() {
        return false;
    }
}
