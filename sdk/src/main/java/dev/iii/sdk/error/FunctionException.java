package dev.iii.sdk.error;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error that a function reports, with a code for programs and a message for humans.
 *
 * <p>If a handler throws it, the caller receives the same code and message, in any language. A Java caller receives an
 * exception of this class. Behind an http trigger it becomes a response with {@link #httpStatus} and a problem document
 * (RFC 9457).
 *
 * <pre>{@code
 * throw new FunctionException("not_enough_stock", "only 2 left").withHttpStatus(409);
 * }</pre>
 */
public non-sealed class FunctionException extends CallException {

    private static final long serialVersionUID = 1L;
    private static final int DEFAULT_STATUS = 422;

    private final String code;
    private final @Nullable String remoteStackTrace;
    private @Nullable String functionId;
    private int httpStatus = DEFAULT_STATUS;
    private transient @Nullable Json data;

    /**
     * Creates an error.
     *
     * @param code a code for programs, for example {@code not_enough_stock}
     * @param message a description for humans; an unpaired surrogate in it is sent as a question mark
     * @throws IllegalArgumentException if the code is {@code null} or blank, or the message is {@code null}
     */
    public FunctionException(String code, String message) {
        this(code, message, null);
    }

    /**
     * Creates an error that another worker reported.
     *
     * @param remoteStackTrace the stack trace of the other worker; {@code null} if it is unknown
     * @throws IllegalArgumentException if the code is {@code null} or blank, or the message is {@code null}
     */
    public FunctionException(String code, String message, @Nullable String remoteStackTrace) {
        super(Arguments.notNull(message, "message"), null);
        this.code = Arguments.notBlank(code, "error code");
        this.remoteStackTrace = remoteStackTrace;
    }

    /**
     * Sets the status of the HTTP response. Default: 422.
     *
     * @param status a status from 400 to 599
     * @return this exception
     * @throws IllegalArgumentException if the status is out of range
     */
    public FunctionException withHttpStatus(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("httpStatus is " + status + "; it must be from 400 to 599");
        }
        httpStatus = status;
        return this;
    }

    /**
     * Sets data that a Java caller receives in addition to the code and the message. HTTP clients receive it in the
     * problem document. Default: none.
     *
     * @param value any value that can be written as JSON; {@code null} for none
     * @return this exception
     * @throws InvalidPayloadException if the value cannot be written as JSON
     */
    public FunctionException withData(@Nullable Object value) {
        data = value == null ? null : Json.of(value);
        return this;
    }

    /**
     * Sets the function that reported the error. The SDK sets it on the errors that a caller receives. Default: none.
     *
     * @return this exception
     * @throws IllegalArgumentException if the id is {@code null} or blank
     */
    public FunctionException withFunctionId(String id) {
        functionId = Arguments.notBlank(id, "function id");
        return this;
    }

    /** Returns the id of the function that reported the error to this worker; empty if this worker created the error. */
    public final Optional<String> functionId() {
        return Optional.ofNullable(functionId);
    }

    /** Returns the data that the function set; empty if there is none. */
    public final Optional<Json> data() {
        return Optional.ofNullable(data);
    }

    /** Returns the code for programs. */
    public final String code() {
        return code;
    }

    /**
     * Returns the status of the HTTP response. A caller that is a worker receives it only for an {@link
     * InvalidRequestException}; for other errors it gets the default, 422.
     */
    public final int httpStatus() {
        return httpStatus;
    }

    /** Returns the stack trace of the worker that ran the function; {@code null} if that worker does not send it. */
    public final @Nullable String remoteStackTrace() {
        return remoteStackTrace;
    }

    /** Returns {@code true}: the function reported this error itself. */
    @Override
    public boolean mayHaveRun() {
        return true;
    }

    /** Returns the class, the function if it is known, the code and the message. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage() returns what the function sent.
    public String toString() {
        String function = functionId == null ? "" : functionId + ": ";
        return getClass().getName() + ": " + function + code + ": " + getMessage();
    }
}
