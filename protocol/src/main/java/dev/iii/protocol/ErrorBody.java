package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Why a call, a registration or a connection failed (engine behaviour, section 3). Immutable.
 *
 * @param code for programs, for example {@code function_not_found}
 * @param message for people
 * @param stacktrace where it happened, when the other side tells
 */
public record ErrorBody(
        String code, String message, @Nullable String stacktrace) {

    /** Without a stack trace. */
    public ErrorBody(String code, String message) {
        this(code, message, null);
    }
}
