package dev.iii.sdk.stream;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ToJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one who connects to the stream port: the answer to a {@link StreamAuthRequest}, and the context of
 * what it joins and leaves. Immutable.
 *
 * @param value any JSON; null for nothing
 */
public record StreamContext(Json value) implements ToJson {

    /** Of any value that can be written as JSON. */
    public static StreamContext of(@Nullable Object value) {
        return new StreamContext(Json.of(value));
    }

    @Override
    public Json toJson() {
        return Json.object(Map.of("context", value));
    }

    /** Leaves the value out. */
    @Override
    public String toString() {
        return "StreamContext";
    }
}
