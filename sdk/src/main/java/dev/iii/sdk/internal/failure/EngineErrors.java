package dev.iii.sdk.internal.failure;

import dev.iii.protocol.ErrorBody;

/**
 * Decides whether the engine itself returned an error of a call. An error on the wire does not say who returned it, and a
 * function can return any code. Therefore the code alone proves nothing: the message must be the one that the engine writes
 * for this code and this function. (Engine behaviour, "Error codes".)
 */
final class EngineErrors {

    private EngineErrors() {}

    static boolean isFunctionNotFound(ErrorBody error, String functionId) {
        return isPlain(error, "function_not_found")
                && error.message().startsWith("Function " + functionId + " not found in namespace ");
    }

    static boolean isInvocationStopped(ErrorBody error) {
        return isPlain(error, "invocation_stopped") && error.message().equals("Invocation stopped");
    }

    /**
     * Returns {@code true} if the engine could not pass the call to its worker, or has dropped it. The message does not name
     * the function, so another function that passes on the error of a nested call can return it, too: the function may have
     * run.
     */
    static boolean isLost(ErrorBody error) {
        return (isPlain(error, "channel_send_failed") || isPlain(error, "invocation_error"))
                && error.message().equals("channel closed");
    }

    /** Returns {@code true} if access control of the engine refused the call, so that the function was not called. */
    static boolean isForbidden(ErrorBody error, String functionId) {
        return isPlain(error, "FORBIDDEN")
                && (isOfEngine(functionId)
                        || error.message().startsWith("function '" + functionId + "' not allowed ("));
    }

    static boolean isInvalidNamespace(ErrorBody error, String functionId) {
        return isPlain(error, "INVALID_NAMESPACE")
                && (isOfEngine(functionId) || error.message().startsWith("`namespace` is empty"));
    }

    /** Only the engine answers a call that is enqueued. */
    static boolean isEnqueueError(ErrorBody error, boolean enqueued) {
        return enqueued && isPlain(error, "enqueue_error");
    }

    /** No worker can own such a function. */
    private static boolean isOfEngine(String functionId) {
        return functionId.startsWith("engine::");
    }

    /** The engine never sends a stack trace. */
    private static boolean isPlain(ErrorBody error, String code) {
        return error.code().equals(code) && error.stacktrace() == null;
    }
}
