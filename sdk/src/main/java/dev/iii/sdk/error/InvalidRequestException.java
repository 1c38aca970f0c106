package dev.iii.sdk.error;

import dev.iii.sdk.internal.check.Arguments;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The payload of a call is invalid: code {@code invalid_request}, HTTP status 400. The SDK throws it if a payload does
 * not fit the input type of a handler. A handler may throw it with all the fields that it rejects.
 *
 * <p>A Java caller receives an exception of this class with the same fields and the same status. Callers in other languages
 * receive the code and the message.
 */
public final class InvalidRequestException extends FunctionException {

    private static final long serialVersionUID = 1L;

    /** The code of every exception of this class. */
    public static final String CODE = "invalid_request";

    private final transient List<FieldError> errors;

    /**
     * An invalid field. Immutable.
     *
     * @param field the path of the field, for example {@code items[2].quantity}; empty for the whole payload
     * @param message a description of what is wrong and what is expected
     */
    public record FieldError(String field, String message) {
        public FieldError {
            Arguments.notNull(field, "field");
            Arguments.notNull(message, "message");
        }
    }

    /**
     * Creates an exception for one or more invalid fields.
     *
     * @throws IllegalArgumentException if the list is {@code null} or empty
     */
    public InvalidRequestException(List<FieldError> errors) {
        super(CODE, describe(errors));
        this.errors = List.copyOf(errors);
        withHttpStatus(400);
    }

    /**
     * Creates an exception for one invalid field.
     *
     * @param field the path of the field, for example {@code items[2].quantity}; empty for the whole payload
     * @param message a description of what is wrong and what is expected
     */
    public InvalidRequestException(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    /** Creates an exception for a problem of the whole payload. */
    public static InvalidRequestException whole(String problem) {
        return new InvalidRequestException(List.of(new FieldError("", problem)));
    }

    /** Creates an exception from the failure to read a payload. */
    public static InvalidRequestException of(InvalidPayloadException failure) {
        String problem = String.valueOf(failure.getMessage());
        String prefix = failure.path() + ": ";
        return new InvalidRequestException(List.of(new FieldError(
                failure.path(), problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem)));
    }

    private static String describe(List<FieldError> errors) {
        if (Arguments.notNull(errors, "errors").isEmpty()) {
            throw new IllegalArgumentException("errors is empty; it must contain at least one error");
        }
        return errors.stream()
                .map(e -> e.field().isEmpty() ? e.message() : e.field() + ": " + e.message())
                .collect(Collectors.joining("; "));
    }

    /** Returns the invalid fields in the given order. */
    public List<FieldError> errors() {
        return errors;
    }
}
