package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;

/**
 * Marks in the field {@code stacktrace} of an error. A function can return any code and any message, but not this field. So
 * a caller can believe the marks.
 *
 * <p>Thread-safe.
 */
public final class Refusals {

    private static final String NOT_RUN = "iii:not-run";

    /** The mark of an error that a function has returned, with a code that the engine also uses. */
    public static final String BY_FUNCTION = "iii:by-function";

    private Refusals() {}

    /** Returns an error for a call that was not run. */
    public static ErrorBody notRun(String code, String message) {
        return new ErrorBody(code, message, NOT_RUN);
    }

    /** Returns {@code true} if a worker sent this error instead of running the function. */
    public static boolean isNotRun(ErrorBody error) {
        return NOT_RUN.equals(error.stacktrace());
    }
}
