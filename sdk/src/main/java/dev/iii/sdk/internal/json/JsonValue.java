package dev.iii.sdk.internal.json;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.TypeRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A slice of raw JSON and the codec that reads it. */
public final class JsonValue implements Json {

    /** Represents a result that does not exist. It equals JSON null and differs from it only by identity. */
    public static final RawJson NOTHING = RawJson.parse("null");

    private final RawJson raw;
    private final JsonCodec codec;

    private JsonValue(RawJson raw, JsonCodec codec) {
        this.raw = raw;
        this.codec = codec;
    }

    /** Wraps a slice that is known to be one JSON value. */
    public static Json of(RawJson raw, JsonCodec codec) {
        return new JsonValue(raw, codec);
    }

    /** Returns the raw JSON of a value. */
    public static RawJson raw(Json json) {
        return json instanceof JsonValue value ? value.raw : RawJson.parse(json.text());
    }

    /** Parses one JSON value. */
    public static Json parse(String text, JsonCodec codec) {
        Arguments.notNull(codec, "codec");
        return new JsonValue(RawJson.parse(Arguments.notNull(text, "text")), codec);
    }

    /** Creates an object, in the order of the map. */
    public static Json object(Map<String, Json> fields, JsonCodec codec) {
        JsonBuffer buffer = new JsonBuffer().raw('{');
        boolean first = true;
        for (Map.Entry<String, Json> field : Arguments.notNull(fields, "fields").entrySet()) {
            if (!first) {
                buffer.raw(',');
            }
            first = false;
            buffer.string(field.getKey()).raw(':').raw(raw(field.getValue()));
        }
        return new JsonValue(RawJson.wrap(buffer.raw('}').toByteArray()), codec);
    }

    /** Creates an array. */
    public static Json array(List<Json> elements, JsonCodec codec) {
        JsonBuffer buffer = new JsonBuffer().raw('[');
        boolean first = true;
        for (Json element : Arguments.notNull(elements, "elements")) {
            if (!first) {
                buffer.raw(',');
            }
            first = false;
            buffer.raw(raw(element));
        }
        return new JsonValue(RawJson.wrap(buffer.raw(']').toByteArray()), codec);
    }

    @Override
    public Map<String, Json> fields() {
        Map<String, Json> fields = new LinkedHashMap<>();
        raw.forEachField((name, value) -> fields.put(name, new JsonValue(value, codec)));
        return fields;
    }

    @Override
    public Json field(String name) {
        Json field = fields().get(Arguments.notNull(name, "field name"));
        return field == null ? new JsonValue(NOTHING, codec) : field;
    }

    @Override
    public List<Json> elements() {
        List<Json> elements = new ArrayList<>();
        raw.forEachElement(value -> elements.add(new JsonValue(value, codec)));
        return elements;
    }

    @Override
    public boolean isNull() {
        return raw.isNull();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a value that does not exist equals JSON null
    public boolean isAbsent() {
        return raw == NOTHING;
    }

    @Override
    public <T> @Nullable T as(Class<T> type) {
        return Payloads.read(raw, Arguments.notNull(type, "type"), codec);
    }

    @Override
    public <T> @Nullable T as(TypeRef<T> type) {
        return Payloads.read(raw, Arguments.notNull(type, "type").type(), codec);
    }

    @Override
    public String text() {
        return raw.text();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json that && raw.equals(raw(that));
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    @Override
    public String toString() {
        return "Json[" + raw.length() + " bytes]";
    }
}
