package dev.iii.spring;

import org.jspecify.annotations.Nullable;

/** Thrown by the start of an application with {@code iii.fail-fast} if the engine does not accept the worker in time. */
final class EngineNotReadyException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    EngineNotReadyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
