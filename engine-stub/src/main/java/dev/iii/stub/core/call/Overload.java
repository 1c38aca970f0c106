package dev.iii.stub.core.call;

import dev.iii.protocol.ErrorBody;

/** Errors for what the engine refuses because a limit of its memory is reached. The real engine has no such limits. */
public final class Overload {

    private static final String CODE = "overloaded";

    /** In the field {@code stacktrace}, this mark tells the SDK that the function was not called. */
    private static final String NOT_RUN = "iii:not-run";

    private Overload() {}

    /** Returns the error of a call whose function was not called. */
    public static ErrorBody notRun(String message) {
        return new ErrorBody(CODE, message, NOT_RUN);
    }
}
