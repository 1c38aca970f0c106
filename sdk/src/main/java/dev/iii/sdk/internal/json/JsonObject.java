package dev.iii.sdk.internal.json;

import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a JSON object. */
public final class JsonObject {

    private final Map<String, Json> fields = new LinkedHashMap<>();

    public JsonObject put(String name, Json value) {
        fields.put(name, value);
        return this;
    }

    public JsonObject put(String name, String value) {
        return put(name, Json.of(value));
    }

    public JsonObject put(String name, long value) {
        return put(name, Json.of(value));
    }

    public JsonObject put(String name, boolean value) {
        return put(name, Json.of(value));
    }

    public JsonObject put(String name, List<String> values) {
        return put(name, Json.array(values.stream().map(Json::of).toList()));
    }

    /** Adds a field unless the value is {@code null}. */
    public JsonObject putIfPresent(String name, @Nullable String value) {
        return value == null ? this : put(name, value);
    }

    /** Adds a field unless the value is {@code null}. */
    public JsonObject putIfPresent(String name, @Nullable Json value) {
        return value == null ? this : put(name, value);
    }

    public Json toJson() {
        return Json.object(fields);
    }
}
