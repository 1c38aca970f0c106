package dev.iii.sdk.internal.invocation;

import java.util.concurrent.CancellationException;

/** A handler does not run, because its invocation has ended before an interceptor has passed it on. */
final class HandlerSkippedException extends CancellationException {

    private static final long serialVersionUID = 1;

    HandlerSkippedException(String functionId) {
        super("the handler of " + functionId
                + " was not run: before proceed was called, the timeout of the function had expired, the connection was lost,"
                + " or the worker was closed");
    }
}
