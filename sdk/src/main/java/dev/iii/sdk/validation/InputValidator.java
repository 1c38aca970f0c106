package dev.iii.sdk.validation;

import dev.iii.sdk.internal.check.Arguments;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Checks the inputs of functions before their handlers run. An input that is rejected does not reach the handler, and the caller
 * gets the error {@code invalid_request} with the invalid fields.
 *
 * <p>A worker asks for the check of a type once for each function, when the function is registered. Only inputs that the codec
 * reads as a Java type are checked: the events of triggers, {@code HttpRequest} and {@code Json} are not. Implementations must be
 * thread-safe.
 */
public interface InputValidator {

    /** The check of the inputs of one type. Implementations must be thread-safe. */
    @FunctionalInterface
    interface Check {

        /**
         * Checks an input. Called on the thread that runs the handler.
         *
         * @param input the input, never {@code null}
         * @throws dev.iii.sdk.error.InvalidRequestException if the input is invalid
         */
        void check(Object input);
    }

    /**
     * Returns the check of the inputs of a type; empty if they need no check, so that calls of the function cost nothing more.
     *
     * @param type the type of the input, as it was given to {@code registerFunction}
     * @throws IllegalArgumentException if the type is {@code null}, or if inputs of this type can never be checked; the function
     *     is then not registered
     */
    Optional<Check> checkOf(Type type);

    /**
     * Returns the validator of a worker for which no other is set. It uses Bean Validation for types with constraints if the API
     * {@code jakarta.validation} and a provider, for example Hibernate Validator, are dependencies of the program. It starts the
     * provider when the first function with such a type is registered.
     */
    static InputValidator standard() {
        return StandardValidator.INSTANCE;
    }

    /** Returns a validator that checks nothing. */
    static InputValidator none() {
        return type -> {
            Arguments.notNull(type, "type");
            return Optional.empty();
        };
    }
}
