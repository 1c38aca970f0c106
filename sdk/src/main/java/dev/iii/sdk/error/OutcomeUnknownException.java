package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** The connection to the engine, or the worker that ran the function, was lost after the call had been sent: whether the function ran is not known. Make the call again only when running it twice does no harm. */
public final class OutcomeUnknownException extends CallException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** True. */
    @Override
    public boolean mayHaveRun() {
        return true;
    }
}
