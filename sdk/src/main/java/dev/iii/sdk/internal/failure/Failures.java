package dev.iii.sdk.internal.failure;

import dev.iii.protocol.ErrorBody;
import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallRefusedException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.session.Outcome;
import dev.iii.sdk.internal.session.Refusals;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Converts error bodies of the protocol to exceptions, and exceptions of handlers to error bodies. For requests of HTTP
 * triggers, the invocation makes a problem document instead. The session creates the error bodies for calls that it
 * refuses, and a trigger type those for triggers that it refuses.
 */
public final class Failures {

    private static final String OVERLOADED = "overloaded";
    /** The code of an unexpected exception of a handler. */
    public static final String INVOCATION_FAILED = "invocation_failed";
    /** The code of a handler that exceeded its timeout. */
    public static final String TIMEOUT = "TIMEOUT";

    /**
     * The prefix of the data of an error in the field {@code stacktrace}. The engine passes on only this field, the code and
     * the message of an error.
     */
    private static final String DATA = "data:application/json,";

    /**
     * Codes of errors that say something about the function that was called, about the call or about its caller. If a handler
     * passes one of them on, the request of its client was not wrong.
     */
    private static final Set<String> INTERNAL =
            Set.of(INVOCATION_FAILED, TIMEOUT, "invalid_response", InvalidRequestException.CODE, OVERLOADED);

    /** The status of a {@link FunctionException} if no handler sets it. */
    private static final int DEFAULT_STATUS = 422;

    private Failures() {}

    /** Returns {@code true} if the engine reported that the requested object does not exist. */
    public static boolean isNotFound(Throwable failure) {
        return Causes.root(failure) instanceof FunctionException e && e.code().equals("NOT_FOUND");
    }

    /**
     * Returns the exception for a call without a result; {@code null} if it has one.
     *
     * @param enqueued whether the engine puts the call into a queue, so that only the engine answers it
     */
    public static @Nullable CallException of(
            Outcome outcome, String functionId, boolean enqueued, Duration timeout, ConnectionDescription connection) {
        if (outcome instanceof Outcome.Completed || outcome instanceof Outcome.Sent) {
            return null;
        }
        if (outcome instanceof Outcome.Failed o) {
            return of(o.error(), functionId, enqueued);
        }
        if (outcome instanceof Outcome.TimedOut o) {
            long millis = timeout.toMillis();
            String time = millis > 0 ? millis + " ms" : timeout.toNanos() + " ns";
            return new CallTimeoutException(
                    o.sent()
                            ? "no result from " + functionId + " within " + time
                            : "call of " + functionId + " timed out after " + time + " before it was sent: "
                                    + connection,
                    o.sent());
        }
        if (outcome instanceof Outcome.Lost o) {
            return new OutcomeUnknownException(
                    "the connection was lost while " + functionId + " was called: " + o.reason(), null);
        }
        if (outcome instanceof Outcome.Overloaded o) {
            return new OverloadedException(
                    functionId + " was not called: too many " + o.bound()
                            + " (make fewer calls at the same time, or raise WorkerOptions.limits); " + connection,
                    null);
        }
        if (outcome instanceof Outcome.WorkerClosed o) {
            return new WorkerClosedException(functionId + " was not called: " + o.reason(), null);
        }
        if (outcome instanceof Outcome.Cancelled) {
            return new CallCancelledException(
                    "call of " + functionId + " was cancelled; the function may have run", null);
        }
        throw new IllegalStateException("no exception for " + outcome);
    }

    private static CallException of(ErrorBody error, String functionId, boolean enqueued) {
        boolean notRun = Refusals.isNotRun(error);
        if (notRun && error.code().equals(OVERLOADED)) {
            return new OverloadedException(error.message(), null);
        }
        if (notRun && error.code().equals("function_not_found") || EngineErrors.isFunctionNotFound(error, functionId)) {
            return new FunctionNotFoundException(notFound(error.message(), functionId), null);
        }
        if (notRun && error.code().equals("invocation_stopped") || EngineErrors.isInvocationStopped(error)) {
            return new OutcomeUnknownException(
                    "the worker that owns " + functionId + " left: " + error.message(), null);
        }
        if (EngineErrors.isLost(error)) {
            return new OutcomeUnknownException(
                    "the engine lost the call of " + functionId + ": " + error.code() + ": " + error.message(), null);
        }
        if (EngineErrors.isForbidden(error, functionId)
                || EngineErrors.isInvalidNamespace(error, functionId)
                || EngineErrors.isEnqueueError(error, enqueued)) {
            return new CallRefusedException(error.code() + ": " + error.message(), null);
        }
        return ofFunction(error, functionId);
    }

    /** Returns the message of the engine, and the remedy if one of its workers is missing or the id is misspelt. */
    private static String notFound(String message, String functionId) {
        String remedy = message.contains(" not found in namespace default")
                ? EngineWorkers.remedyForFunction(functionId)
                : null;
        if (remedy == null) {
            return message;
        }
        return message.endsWith(".")
                ? message + " " + Character.toUpperCase(remedy.charAt(0)) + remedy.substring(1)
                : message + "; " + remedy;
    }

    private static FunctionException ofFunction(ErrorBody error, String functionId) {
        FunctionException failure = ofFunction(error);
        return functionId.isBlank() ? failure : failure.withFunctionId(functionId);
    }

    private static FunctionException ofFunction(ErrorBody error) {
        String code = error.code().isBlank() ? INVOCATION_FAILED : error.code();
        String trace = error.stacktrace();
        InvalidRequestException invalid = InvalidRequests.read(code, trace);
        if (invalid != null) {
            return invalid;
        }
        if (Refusals.BY_FUNCTION.equals(trace)) {
            return new FunctionException(code, error.message());
        }
        if (trace == null || !trace.startsWith(DATA)) {
            return new FunctionException(code, error.message(), trace);
        }
        try {
            return new FunctionException(code, error.message()).withData(Json.parse(trace.substring(DATA.length())));
        } catch (IllegalArgumentException e) {
            // This SDK did not write the field, so only the code and the message are known.
            return new FunctionException(code, error.message(), trace);
        }
    }

    /** Returns the error for a call that was refused because a limit of this worker was reached. */
    public static ErrorBody overloaded(String message) {
        return Refusals.notRun(OVERLOADED, message);
    }

    /**
     * Returns the error that the caller of a handler receives. The failure of a call that the handler made says nothing about
     * the handler itself, which has run: it becomes {@code invocation_failed} like any other exception. So does an {@code
     * invalid_request} of a function that the handler has called: the payload of the handler was not the invalid one.
     *
     * <p>The message of such an exception was not written for the caller and may contain secrets, for example a connection
     * string. Therefore the caller gets the kind of the exception and the id with which the log can be searched.
     *
     * @param showMessage whether the caller also gets the message
     */
    public static ErrorBody toWire(Throwable failure, UUID invocationId, boolean showMessage) {
        if (failure instanceof InvalidRequestException e && !isInternal(e)) {
            return new ErrorBody(e.code(), String.valueOf(e.getMessage()), InvalidRequests.write(e));
        }
        if (failure instanceof FunctionException e && !isInvalidInnerRequest(e)) {
            return new ErrorBody(
                    e.code(),
                    String.valueOf(e.getMessage()),
                    e.data()
                            .map(data -> DATA + data.text())
                            .orElse(EngineErrors.isCode(e.code()) ? Refusals.BY_FUNCTION : null));
        }
        return new ErrorBody(INVOCATION_FAILED, describe(failure, invocationId, showMessage));
    }

    /** Returns the description of an unexpected exception for a caller. */
    private static String describe(Throwable failure, UUID invocationId, boolean showMessage) {
        String kind = kind(failure);
        if (!showMessage) {
            return "the function failed with " + kind + "; see the log of its worker for invocation " + invocationId;
        }
        String message = failure.getMessage();
        return message == null ? kind : kind + ": " + message;
    }

    /** Returns the class without its package. An anonymous class has only a number as its simple name. */
    private static String kind(Throwable failure) {
        String name = failure.getClass().getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * Returns the error for a result that cannot be sent.
     *
     * @param failure the reason; only the messages of {@link InvalidPayloadException} are known to contain no values
     */
    public static ErrorBody invalidResult(
            String functionId, Throwable failure, UUID invocationId, boolean showMessage) {
        String reason = failure instanceof InvalidPayloadException
                ? String.valueOf(failure.getMessage())
                : describe(failure, invocationId, showMessage);
        return new ErrorBody("invalid_response", "the result of " + functionId + " cannot be sent: " + reason);
    }

    /** Returns the status of the HTTP response to a failure of a handler. */
    public static int httpStatus(Throwable failure) {
        if (failure instanceof FunctionException e && !isInternal(e)) {
            return e.httpStatus();
        }
        if (failure instanceof OverloadedException) {
            return 503;
        }
        return httpCode(failure).equals(TIMEOUT) ? 504 : 500;
    }

    /**
     * Returns {@code true} if the handler passes on the failure of a call that it has made, and this failure says nothing about
     * the request that the handler got. The function that it called has failed, or has rejected the payload or the call. HTTP
     * clients must not see the details. Returns {@code false} if the handler has set a status. The status of an {@link
     * InvalidRequestException} does not count, because the function that was called has set it.
     */
    public static boolean isInternal(FunctionException failure) {
        if (failure.functionId().isEmpty()) {
            return false;
        }
        return failure instanceof InvalidRequestException
                || ((INTERNAL.contains(failure.code()) || EngineErrors.isCode(failure.code()))
                        && failure.httpStatus() == DEFAULT_STATUS);
    }

    private static boolean isInvalidInnerRequest(FunctionException failure) {
        return failure.code().equals(InvalidRequestException.CODE) && isInternal(failure);
    }

    /** Returns the code in the HTTP response to a failure of a handler. It fits the status. */
    public static String httpCode(Throwable failure) {
        if (failure instanceof OverloadedException) {
            return OVERLOADED;
        }
        if (failure instanceof CallTimeoutException) {
            return TIMEOUT;
        }
        if (failure instanceof FunctionException e) {
            return isInternal(e) && !e.code().equals(TIMEOUT) ? INVOCATION_FAILED : e.code();
        }
        return INVOCATION_FAILED;
    }

    /** Returns {@code true} if the handler did not throw a {@link FunctionException} itself. */
    public static boolean isUnexpected(Throwable failure) {
        return !(failure instanceof FunctionException e) || isInternal(e);
    }
}
