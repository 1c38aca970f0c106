package dev.iii.sdk.internal.failure;

import dev.iii.protocol.ErrorBody;
import java.util.Set;

/**
 * Decides whether the engine itself returned an error of a call. An error on the wire does not say who returned it, and a
 * function can return any code. Therefore the code alone proves nothing: the message must be the one that the engine writes
 * for this code and this function. (Engine behaviour, "Error codes".) A function can return even that message, for example
 * if it passes on the error of a nested call. Therefore a worker of this SDK marks each error of a function that has a code
 * of the engine, and the engine sends no mark.
 */
final class EngineErrors {

    private static final String NOT_FOUND = "function_not_found";
    private static final String STOPPED = "invocation_stopped";
    private static final String SEND_FAILED = "channel_send_failed";
    private static final String INVOCATION_ERROR = "invocation_error";
    private static final String FORBIDDEN = "FORBIDDEN";
    private static final String INVALID_NAMESPACE = "INVALID_NAMESPACE";
    private static final String ENQUEUE_ERROR = "enqueue_error";

    private static final Set<String> CODES =
            Set.of(NOT_FOUND, STOPPED, SEND_FAILED, INVOCATION_ERROR, FORBIDDEN, INVALID_NAMESPACE, ENQUEUE_ERROR);

    private EngineErrors() {}

    /** Returns {@code true} if the engine itself returns errors with this code. */
    static boolean isCode(String code) {
        return CODES.contains(code);
    }

    static boolean isFunctionNotFound(ErrorBody error, String functionId) {
        return isPlain(error, NOT_FOUND)
                && error.message().startsWith("Function " + functionId + " not found in namespace ");
    }

    static boolean isInvocationStopped(ErrorBody error) {
        return isPlain(error, STOPPED) && error.message().equals("Invocation stopped");
    }

    /**
     * Returns {@code true} if the engine could not pass the call to its worker, or has dropped it. The message does not name
     * the function, so another function that passes on the error of a nested call can return it, too: the function may have
     * run.
     */
    static boolean isLost(ErrorBody error) {
        return (isPlain(error, SEND_FAILED) || isPlain(error, INVOCATION_ERROR))
                && error.message().equals("channel closed");
    }

    /** Returns {@code true} if access control of the engine refused the call, so that the function was not called. */
    static boolean isForbidden(ErrorBody error, String functionId) {
        return isPlain(error, FORBIDDEN)
                && (isOfEngine(functionId)
                        || error.message().startsWith("function '" + functionId + "' not allowed ("));
    }

    static boolean isInvalidNamespace(ErrorBody error, String functionId) {
        return isPlain(error, INVALID_NAMESPACE)
                && (isOfEngine(functionId) || error.message().startsWith("`namespace` is empty"));
    }

    /** Only the engine answers a call that is enqueued. */
    static boolean isEnqueueError(ErrorBody error, boolean enqueued) {
        return enqueued && isPlain(error, ENQUEUE_ERROR);
    }

    /** No worker can own such a function. */
    private static boolean isOfEngine(String functionId) {
        return functionId.startsWith("engine::");
    }

    /** The engine never sends a stack trace, and therefore no mark. */
    private static boolean isPlain(ErrorBody error, String code) {
        return error.code().equals(code) && error.stacktrace() == null;
    }
}
