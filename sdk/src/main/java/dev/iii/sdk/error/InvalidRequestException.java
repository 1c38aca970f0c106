package dev.iii.sdk.error;

import dev.iii.sdk.internal.check.Arguments;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The payload of a call does not do: code {@code invalid_request}, HTTP status 400. The SDK throws it when a payload does
 * not fit the type of a handler; handlers throw it with all the fields that they refuse.
 */
public final class InvalidRequestException extends FunctionException {

    private static final long serialVersionUID = 1L;

    /** The code of every exception of this class. */
    public static final String CODE = "invalid_request";

    private final transient List<FieldError> errors;

    /**
     * One field that does not do.
     *
     * @param field its path, as in {@code items[2].quantity}; empty for the whole payload
     * @param message what is wrong and what would be right
     */
    public record FieldError(String field, String message) {
        public FieldError {
            Arguments.notNull(field, "field");
            Arguments.notNull(message, "message");
        }
    }

    /** @param errors all that is wrong, at least one */
    public InvalidRequestException(List<FieldError> errors) {
        super(CODE, describe(errors));
        this.errors = List.copyOf(errors);
        withHttpStatus(400);
    }

    /** One field that does not do, see {@link FieldError}. */
    public InvalidRequestException(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    public static InvalidRequestException whole(String problem) {
        return new InvalidRequestException(List.of(new FieldError("", problem)));
    }

    public static InvalidRequestException of(InvalidPayloadException misfit) {
        String problem = String.valueOf(misfit.getMessage());
        String prefix = misfit.path() + ": ";
        return new InvalidRequestException(List.of(new FieldError(
                misfit.path(), problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem)));
    }

    private static String describe(List<FieldError> errors) {
        if (Arguments.notNull(errors, "errors").isEmpty()) {
            throw new IllegalArgumentException("errors is empty; give at least one");
        }
        return errors.stream()
                .map(e -> e.field().isEmpty() ? e.message() : e.field() + ": " + e.message())
                .collect(Collectors.joining("; "));
    }

    /** What is wrong, in the order given. */
    public List<FieldError> errors() {
        return errors;
    }
}
