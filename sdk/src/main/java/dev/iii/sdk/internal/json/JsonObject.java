package dev.iii.sdk.internal.json;

import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a JSON object. The fields keep their order. Not thread-safe. */
public final class JsonObject {

    private final Map<String, Json> fields = new LinkedHashMap<>();

    /** Sets a field. */
    public JsonObject put(String name, Json value) {
        fields.put(name, value);
        return this;
    }

    /** Sets a string field. */
    public JsonObject put(String name, String value) {
        return put(name, Json.of(value));
    }

    /** Sets an integer field. */
    public JsonObject put(String name, long value) {
        return put(name, Json.of(value));
    }

    /** Sets a boolean field. */
    public JsonObject put(String name, boolean value) {
        return put(name, Json.of(value));
    }

    /** Sets a field that is an array of strings. */
    public JsonObject put(String name, List<String> values) {
        return put(name, Json.array(values.stream().map(Json::of).toList()));
    }

    /** Sets a string field unless the value is {@code null}. */
    public JsonObject putIfPresent(String name, @Nullable String value) {
        return value == null ? this : put(name, value);
    }

    /** Sets a field unless the value is {@code null}. */
    public JsonObject putIfPresent(String name, @Nullable Json value) {
        return value == null ? this : put(name, value);
    }

    /** Returns the object. */
    public Json toJson() {
        return Json.object(fields);
    }
}
