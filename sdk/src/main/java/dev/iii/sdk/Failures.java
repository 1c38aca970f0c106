package dev.iii.sdk;

import dev.iii.protocol.ErrorBody;
import dev.iii.sdk.internal.Causes;
import dev.iii.sdk.internal.session.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Errors of the wire become exceptions, and exceptions of handlers errors of the wire: here and nowhere else. */
final class Failures {

    static final String OVERLOADED = "overloaded";
    static final String INVOCATION_FAILED = "invocation_failed";
    static final String TIMEOUT = "TIMEOUT";

    /**
     * What stands before the data of an error in the field {@code stacktrace}: of all that an error has, the engine passes
     * on code, message and this field only.
     */
    private static final String DATA = "data:application/json,";

    private Failures() {}

    /** Whether discovery says that there is no such thing. */
    static boolean isNotThere(Throwable failure) {
        return Causes.root(failure) instanceof FunctionException e && e.code().equals("NOT_FOUND");
    }

    /** What a caller gets to see of a call that has no result; {@code null} when it has one. */
    static @Nullable CallException of(Outcome outcome, String functionId, Duration timeout, LinkState link) {
        if (outcome instanceof Outcome.Answered || outcome instanceof Outcome.Sent) {
            return null;
        }
        if (outcome instanceof Outcome.Failed o) {
            return of(o.error(), functionId);
        }
        if (outcome instanceof Outcome.TimedOut o) {
            long millis = timeout.toMillis();
            String time = millis > 0 ? millis + " ms" : timeout.toNanos() + " ns";
            return new CallTimeoutException(
                    o.sent()
                            ? "no answer from " + functionId + " within " + time
                            : functionId + " could not be called within " + time + ": " + link,
                    o.sent());
        }
        if (outcome instanceof Outcome.Lost o) {
            return new OutcomeUnknownException(
                    "the connection was lost while " + functionId + " was called: " + o.reason(), null);
        }
        if (outcome instanceof Outcome.Overloaded o) {
            return new OverloadedException(functionId + " was not called: too many " + o.bound() + "; " + link, null);
        }
        if (outcome instanceof Outcome.WorkerClosed o) {
            return new WorkerClosedException(functionId + " was not called: " + o.reason(), null);
        }
        if (outcome instanceof Outcome.Cancelled) {
            return new CallCancelledException("nobody waits for the answer of " + functionId + " any more", null);
        }
        throw new IllegalStateException("no exception for " + outcome);
    }

    private static CallException of(ErrorBody error, String functionId) {
        return switch (error.code()) {
            case "function_not_found", "function_not_invokable" -> new FunctionNotFoundException(error.message(), null);
            case "invocation_stopped" ->
                new OutcomeUnknownException("the worker that has " + functionId + " left: " + error.message(), null);
            case OVERLOADED -> new OverloadedException(error.message(), null);
            case "FORBIDDEN", "INVALID_NAMESPACE", "enqueue_error" ->
                new CallRefusedException(error.code() + ": " + error.message(), null);
            default -> ofFunction(error);
        };
    }

    private static FunctionException ofFunction(ErrorBody error) {
        String code = error.code().isBlank() ? INVOCATION_FAILED : error.code();
        String trace = error.stacktrace();
        if (trace == null || !trace.startsWith(DATA)) {
            return new FunctionException(code, error.message(), trace);
        }
        try {
            return new FunctionException(code, error.message()).withData(Json.parse(trace.substring(DATA.length())));
        } catch (IllegalArgumentException e) {
            // Not ours after all; code and message are what counts.
            return new FunctionException(code, error.message(), trace);
        }
    }

    /** What the caller of a handler gets to see. */
    static ErrorBody toWire(Throwable failure) {
        if (failure instanceof FunctionException e) {
            return new ErrorBody(
                    e.code(),
                    String.valueOf(e.getMessage()),
                    e.data().map(data -> DATA + data.text()).orElse(null));
        }
        if (failure instanceof OverloadedException e) {
            return new ErrorBody(OVERLOADED, String.valueOf(e.getMessage()));
        }
        if (failure instanceof CallTimeoutException e) {
            return new ErrorBody(TIMEOUT, String.valueOf(e.getMessage()));
        }
        String message = failure.getMessage();
        String type = failure.getClass().getSimpleName();
        return new ErrorBody(INVOCATION_FAILED, message == null ? type : type + ": " + message);
    }

    /** The status of the HTTP answer. */
    static int httpStatus(Throwable failure) {
        if (failure instanceof FunctionException e) {
            return e.httpStatus();
        }
        if (failure instanceof OverloadedException) {
            return 503;
        }
        return failure instanceof CallTimeoutException ? 504 : 500;
    }

    /** Whether the handler failed in a way that its author did not mean. */
    static boolean isUnexpected(Throwable failure) {
        return !(failure instanceof FunctionException);
    }
}
