package dev.iii.sdk;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.json.JacksonCodec;
import dev.iii.sdk.internal.session.Outcome;
import dev.iii.sdk.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value, not yet read as a Java type. Immutable and thread-safe.
 *
 * <p>Two are equal when their texts are. {@link #toString} gives the size only, since payloads may hold secrets;
 * {@link #text} gives the JSON.
 */
public final class Json {

    /** JSON null. */
    public static final Json NULL = new Json(RawJson.NULL, JacksonCodec.INSTANCE);

    private static final Json ABSENT = new Json(Outcome.NOTHING, JacksonCodec.INSTANCE);

    private final RawJson raw;
    private final JsonCodec codec;

    private Json(RawJson raw, JsonCodec codec) {
        this.raw = raw;
        this.codec = codec;
    }

    /** For the runtime: wraps what has been checked to be JSON. */
    static Json of(RawJson raw, JsonCodec codec) {
        return isNothing(raw) ? ABSENT : new Json(raw, codec);
    }

    /**
     * Reads one JSON value.
     *
     * @throws IllegalArgumentException when the text is not exactly one JSON value
     */
    public static Json parse(String text) {
        return new Json(RawJson.parse(Checks.notNull(text, "text")), JacksonCodec.INSTANCE);
    }

    /**
     * Reads one JSON value, which a codec of one's own is to make Java values of.
     *
     * @throws IllegalArgumentException when the text is not exactly one JSON value
     */
    public static Json parse(String text, JsonCodec codec) {
        Checks.notNull(codec, "codec");
        return new Json(RawJson.parse(Checks.notNull(text, "text")), codec);
    }

    /**
     * Writes a value with the default codec.
     *
     * @throws InvalidPayloadException when the value cannot be written as JSON
     */
    public static Json of(@Nullable Object value) {
        return value instanceof Json json
                ? json
                : new Json(Payloads.write(value, JacksonCodec.INSTANCE), JacksonCodec.INSTANCE);
    }

    /** An object of these fields, in the order of the map. */
    public static Json object(Map<String, Json> fields) {
        Checks.notNull(fields, "fields");
        JsonBuffer buffer = new JsonBuffer();
        String separator = "{";
        for (Map.Entry<String, Json> field : Checks.notNull(fields, "fields").entrySet()) {
            buffer.raw(separator.charAt(0)).string(field.getKey()).raw(':').raw(field.getValue().raw);
            separator = ",";
        }
        if (fields.isEmpty()) {
            buffer.raw('{');
        }
        return new Json(RawJson.wrap(buffer.raw('}').toByteArray()), JacksonCodec.INSTANCE);
    }

    /** An array of these elements. */
    public static Json array(List<Json> elements) {
        Checks.notNull(elements, "elements");
        JsonBuffer buffer = new JsonBuffer().raw('[');
        for (int i = 0; i < Checks.notNull(elements, "elements").size(); i++) {
            if (i > 0) {
                buffer.raw(',');
            }
            buffer.raw(elements.get(i).raw);
        }
        return new Json(RawJson.wrap(buffer.raw(']').toByteArray()), JacksonCodec.INSTANCE);
    }

    /** The fields of an object in their order; empty when this is no object. */
    public Map<String, Json> fields() {
        Map<String, Json> fields = new LinkedHashMap<>();
        raw.forEachField((name, value) -> fields.put(name, new Json(value, codec)));
        return fields;
    }

    /** A field of an object; when there is none, a JSON null that {@link #isAbsent}. */
    public Json field(String name) {
        return fields().getOrDefault(Checks.notNull(name, "field name"), ABSENT);
    }

    /** The elements of an array; empty when this is no array. */
    public List<Json> elements() {
        List<Json> elements = new ArrayList<>();
        raw.forEachElement(value -> elements.add(new Json(value, codec)));
        return elements;
    }

    /** Whether this is JSON null. */
    public boolean isNull() {
        return raw.isNull();
    }

    /**
     * Whether this stands for something that is not there: the answer of a function that answered nothing, or a field
     * that an object does not have. Such a value {@link #isNull} as well, and equals JSON null.
     */
    public boolean isAbsent() {
        return isNothing(raw);
    }

    @SuppressWarnings("ReferenceEquality") // it equals JSON null
    private static boolean isNothing(RawJson raw) {
        return raw == Outcome.NOTHING;
    }

    /**
     * Reads this value as a Java type; {@code null} when it is JSON null.
     *
     * @throws InvalidPayloadException when it does not fit; names the path of the field and the type expected
     */
    public <T> @Nullable T as(Class<T> type) {
        return Payloads.read(raw, Checks.notNull(type, "type"), codec);
    }

    /**
     * Reads this value as a generic Java type; {@code null} when it is JSON null.
     *
     * @throws InvalidPayloadException when it does not fit; names the path of the field and the type expected
     */
    public <T> @Nullable T as(TypeRef<T> type) {
        return Payloads.read(raw, TypeRef.typeOf(type, "type"), codec);
    }

    /** The JSON text. */
    public String text() {
        return raw.text();
    }

    RawJson raw() {
        return raw;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> @Nullable T read(Type type) {
        return Payloads.read(raw, type, codec);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json that && raw.equals(that.raw);
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
