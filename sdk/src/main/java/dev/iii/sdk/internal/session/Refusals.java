package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;

/**
 * Errors that a worker sends for a call that it did not run. They carry a mark in the field {@code stacktrace}, because a
 * function can return any code and any message, but not this field. So a caller can believe the mark.
 *
 * <p>Thread-safe.
 */
public final class Refusals {

    private static final String MARK = "iii:not-run";

    private Refusals() {}

    /** Returns an error for a call that was not run. */
    public static ErrorBody notRun(String code, String message) {
        return new ErrorBody(code, message, MARK);
    }

    /** Returns {@code true} if a worker sent this error instead of running the function. */
    public static boolean isNotRun(ErrorBody error) {
        return MARK.equals(error.stacktrace());
    }
}
