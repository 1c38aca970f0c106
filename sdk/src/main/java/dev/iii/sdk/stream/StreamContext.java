package dev.iii.sdk.stream;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The context of a connection to the stream port: the result of a function that handles a {@link StreamAuthRequest}. The
 * engine passes it to the functions that are bound to {@code stream:join} and {@code stream:leave}. Immutable.
 *
 * @param value any JSON; JSON null for no context
 */
public record StreamContext(Json value) implements JsonConvertible {

    /**
     * Creates a context.
     *
     * @param value any value that can be written as JSON; {@code null} for no context
     */
    public static StreamContext of(@Nullable Object value) {
        return new StreamContext(Json.of(value));
    }

    @Override
    public Json toJson() {
        return Json.object(Map.of("context", value));
    }

    /** Returns the name of the class; the context is omitted, because it may contain secrets. */
    @Override
    public String toString() {
        return "StreamContext";
    }
}
