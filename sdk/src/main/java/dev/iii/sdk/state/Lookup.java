package dev.iii.sdk.state;

import dev.iii.sdk.Json;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was found under a key. Immutable as long as the value is.
 *
 * @param exists whether anything is there; a JSON null that was written is
 * @param value the value; empty when there is none, or when it is JSON null
 * @param <T> the type of the value
 */
public record Lookup<T>(boolean exists, Optional<T> value) {

    static <T> Lookup<T> of(Json answer, Function<Json, @Nullable T> reader) {
        return new Lookup<>(
                !answer.isAbsent(), answer.isNull() ? Optional.empty() : Optional.ofNullable(reader.apply(answer)));
    }
}
