package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The error of a failed call, registration or connection (engine behaviour, section 3). Immutable.
 *
 * @param code the machine-readable code, for example {@code function_not_found}
 * @param message the human-readable message
 * @param stacktrace the stack trace of the sender, or {@code null} if the sender does not include one
 */
public record ErrorBody(
        String code, String message, @Nullable String stacktrace) {

    /** Creates an error without a stack trace. */
    public ErrorBody(String code, String message) {
        this(code, message, null);
    }
}
