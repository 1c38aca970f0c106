package dev.iii.sdk.internal.client;

import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.function.Function;

/**
 * One operation of a client: a call of a function of the engine, and how its result is read. Immutable.
 *
 * @param functionId the id of the function
 * @param payload the payload of the call
 * @param reader converts the result of the function to the result of the operation; may throw what the operation throws
 * @param whenNotFound the result of the operation if the call fails with {@code NOT_FOUND}; empty if the operation then
 *     fails, too
 */
public record EngineRequest<T>(
        String functionId, Json payload, Function<Json, ? extends T> reader, Optional<T> whenNotFound) {

    /** Creates a request that fails if the call fails with {@code NOT_FOUND}. */
    EngineRequest(String functionId, Json payload, Function<Json, ? extends T> reader) {
        this(functionId, payload, reader, Optional.empty());
    }

    /** Creates a request whose result is ignored: the operation returns {@code null}, which its type does not express. */
    @SuppressWarnings("NullAway")
    static EngineRequest<Void> withoutResult(String functionId, Json payload) {
        return new EngineRequest<>(functionId, payload, result -> null);
    }
}
