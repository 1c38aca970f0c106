package dev.iii.sdk.internal.jackson;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates {@link Json} values that are read and written by {@link StandardCodec}. {@link java.util.ServiceLoader} finds
 * it.
 */
public final class JacksonJson implements Json.Provider {

    /** Created by {@link java.util.ServiceLoader}. */
    public JacksonJson() {}

    @Override
    public JsonCodec codec() {
        return StandardCodec.INSTANCE;
    }

    @Override
    public Json nullValue() {
        return JsonValue.of(RawJson.NULL, StandardCodec.INSTANCE);
    }

    @Override
    public Json parse(String text, JsonCodec codec) {
        return JsonValue.parse(text, codec);
    }

    @Override
    public Json write(@Nullable Object value) {
        return JsonValue.of(Payloads.write(value, StandardCodec.INSTANCE), StandardCodec.INSTANCE);
    }

    @Override
    public Json object(Map<String, Json> fields) {
        return JsonValue.object(fields, StandardCodec.INSTANCE);
    }

    @Override
    public Json array(List<Json> elements) {
        return JsonValue.array(elements, StandardCodec.INSTANCE);
    }
}
