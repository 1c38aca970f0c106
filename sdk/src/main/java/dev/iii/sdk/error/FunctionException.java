package dev.iii.sdk.error;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function says no, with a code for programs and a message for people. Thrown by a handler, it reaches the caller as an
 * exception of this class with the same code and message, in Java and in every other language; behind an http trigger it
 * becomes an answer with {@link #httpStatus} and a problem document (RFC 9457).
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
    private int httpStatus = DEFAULT_STATUS;
    private transient @Nullable Json data;

    /**
     * @param code for programs, for example {@code not_enough_stock}
     * @param message for people
     * @throws IllegalArgumentException when the code is blank
     */
    public FunctionException(String code, String message) {
        this(code, message, null);
    }

    public FunctionException(String code, String message, @Nullable String remoteStackTrace) {
        super(Arguments.notNull(message, "message"), null);
        this.code = Arguments.notBlank(code, "error code");
        this.remoteStackTrace = remoteStackTrace;
    }

    /**
     * Sets the status of the HTTP answer, 422 when it is not set.
     *
     * @param status from 400 to 599
     * @return this
     */
    public FunctionException withHttpStatus(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("httpStatus is " + status + "; it must be from 400 to 599");
        }
        httpStatus = status;
        return this;
    }

    /**
     * Gives the caller more than a code and a message, any value that can be written as JSON.
     *
     * @return this
     * @throws InvalidPayloadException when the value cannot be written as JSON
     */
    public FunctionException withData(@Nullable Object value) {
        data = value == null ? null : Json.of(value);
        return this;
    }

    /** What the function gave beside code and message. */
    public final Optional<Json> data() {
        return Optional.ofNullable(data);
    }

    /** The code for programs. */
    public final String code() {
        return code;
    }

    /** The status of the HTTP answer. Does not travel to a caller that is a worker. */
    public final int httpStatus() {
        return httpStatus;
    }

    /** Where it happened in the other worker, when that worker tells. */
    public final @Nullable String remoteStackTrace() {
        return remoteStackTrace;
    }

    /** True: it was the function that answered. */
    @Override
    public boolean mayHaveRun() {
        return true;
    }
}
