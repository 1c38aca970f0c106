package dev.iii.sdk.internal.client;

import dev.iii.sdk.Json;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call of a function of the engine.
 *
 * @param functionId the function
 * @param payload what it gets
 * @param reader makes of its answer what the client gives back; may throw what the client throws
 * @param whenNotFound the answer in place of the error {@code NOT_FOUND}; absent when that is an error for the client
 */
public record Ask<T>(String functionId, Json payload, Function<Json, ? extends T> reader, Optional<T> whenNotFound) {

    public Ask(String functionId, Json payload, Function<Json, ? extends T> reader) {
        this(functionId, payload, reader, Optional.empty());
    }

    /** The same, where {@code NOT_FOUND} is no error. */
    public Ask<T> orWhenNotFound(T answer) {
        return new Ask<>(functionId, payload, reader, Optional.of(answer));
    }
}
