package dev.iii.sdk.json;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads payloads as a Java type without the codec. Implementations must be thread-safe.
 *
 * @param <T> the type that is read
 */
@FunctionalInterface
public interface PayloadReader<T> {

    /**
     * Reads a payload.
     *
     * @param values reads a value inside the payload as the type argument of {@code T}, for example as {@code Item} for
     *     {@code StateEvent<Item>}; as {@link Json} if {@code T} has no type argument
     * @throws dev.iii.sdk.error.InvalidPayloadException if the payload does not fit
     */
    T read(Json payload, Function<Json, @Nullable Object> values);
}
