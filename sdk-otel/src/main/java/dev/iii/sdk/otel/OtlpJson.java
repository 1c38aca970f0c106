package dev.iii.sdk.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of OTLP's JSON encoding that spans, metrics and log records share: export requests grouped by resource
 * and scope, attributes and values.
 *
 * <p>Ids are lower-case hexadecimal, 64-bit integers are strings, and enums are numbers. Fields with their default value
 * are omitted.
 */
final class OtlpJson {

    private static final int MAX_BEGINNINGS = 1000;
    private static final int MAX_KEY_LENGTH = 100;

    /** The JSON of attributes up to their value. Most programs use few keys. */
    private static final Map<AttributeKey<?>, byte[]> BEGINNINGS = new ConcurrentHashMap<>();

    private OtlpJson() {}

    /**
     * Describes a kind of telemetry: its names, its grouping and its encoding.
     *
     * @param prefix the four letters that start a message of this kind
     * @param resources the field of the request that contains the resources
     * @param scopes the field of a resource that contains the scopes
     * @param items the field of a scope that contains the items
     * @param resource returns the resource of an item
     * @param scope returns the scope of an item
     * @param writer writes the fields of one item
     */
    record Kind<T>(
            String prefix,
            String resources,
            String scopes,
            String items,
            Function<T, Resource> resource,
            Function<T, InstrumentationScopeInfo> scope,
            Writer<T> writer) {}

    interface Writer<T> {
        void write(JsonOutput out, T item);
    }

    /** Writes a message for the engine: the prefix of the kind, followed by the export request. */
    static <T> void message(JsonOutput out, Kind<T> kind, Collection<T> items) {
        out.ascii(kind.prefix());
        out.startObject();
        out.startArray(kind.resources());
        grouped(items, kind.resource()).forEach((resource, ofResource) -> {
            out.startObject();
            out.startObject("resource");
            attributes(out, resource.getAttributes());
            out.endObject();
            out.startArray(kind.scopes());
            grouped(ofResource, kind.scope()).forEach((scope, ofScope) -> scope(out, kind, scope, ofScope));
            out.endArray();
            text(out, "schemaUrl", resource.getSchemaUrl());
            out.endObject();
        });
        out.endArray();
        out.endObject();
    }

    private static <T, K> Map<K, List<T>> grouped(Collection<T> items, Function<T, K> by) {
        Map<K, List<T>> groups = new LinkedHashMap<>();
        items.forEach(item ->
                groups.computeIfAbsent(by.apply(item), key -> new ArrayList<>()).add(item));
        return groups;
    }

    private static <T> void scope(JsonOutput out, Kind<T> kind, InstrumentationScopeInfo scope, List<T> items) {
        out.startObject();
        out.startObject("scope");
        text(out, "name", scope.getName());
        text(out, "version", scope.getVersion());
        attributes(out, scope.getAttributes());
        out.endObject();
        out.startArray(kind.items());
        for (T item : items) {
            out.startObject();
            kind.writer().write(out, item);
            out.endObject();
        }
        out.endArray();
        text(out, "schemaUrl", scope.getSchemaUrl());
        out.endObject();
    }

    // ---------------------------------------------------------------- fields

    static void text(JsonOutput out, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.string(name, value);
        }
    }

    static void integer(JsonOutput out, String name, long value) {
        if (value != 0) {
            out.name(name);
            out.quotedNumber(value);
        }
    }

    static void unsigned(JsonOutput out, String name, long value) {
        if (value != 0) {
            out.plain(name, Long.toUnsignedString(value));
        }
    }

    static void small(JsonOutput out, String name, int value) {
        if (value != 0) {
            out.number(name, value);
        }
    }

    static void number(JsonOutput out, String name, double value) {
        if (Double.isFinite(value)) {
            out.name(name);
            out.number(value);
        } else {
            out.plain(name, value > 0 ? "Infinity" : value < 0 ? "-Infinity" : "NaN");
        }
    }

    // ---------------------------------------------------------------- attributes and values

    static void attributes(JsonOutput out, Attributes attributes) {
        attributes("attributes", out, attributes);
    }

    static void attributes(String name, JsonOutput out, Attributes attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        out.startArray(name);
        attributes.forEach((key, value) -> attribute(out, key, value));
        out.endArray();
    }

    private static void attribute(JsonOutput out, AttributeKey<?> key, Object value) {
        switch (key.getType()) {
            case STRING -> {
                out.beginning(beginning(key, "stringValue"));
                out.string((String) value);
                out.endObject();
            }
            case BOOLEAN -> {
                out.beginning(beginning(key, "boolValue"));
                out.truth((Boolean) value);
                out.endObject();
            }
            case LONG -> {
                out.beginning(beginning(key, "intValue"));
                out.quotedNumber((Long) value);
                out.endObject();
            }
            default -> {
                out.startObject();
                out.string("key", key.getKey());
                out.name("value");
                value(out, key, value);
            }
        }
        out.endObject();
    }

    private static byte[] beginning(AttributeKey<?> key, String field) {
        byte[] known = BEGINNINGS.get(key);
        if (known != null) {
            return known;
        }
        JsonOutput out = new JsonOutput(MAX_KEY_LENGTH);
        out.startObject();
        out.string("key", key.getKey());
        out.startObject("value");
        out.name(field);
        byte[] beginning = out.toByteArray();
        if (BEGINNINGS.size() < MAX_BEGINNINGS && beginning.length <= MAX_KEY_LENGTH) {
            BEGINNINGS.put(key, beginning);
        }
        return beginning;
    }

    private static void value(JsonOutput out, AttributeKey<?> key, Object value) {
        switch (key.getType()) {
            case STRING, BOOLEAN, LONG, DOUBLE -> scalar(out, value);
            case STRING_ARRAY, BOOLEAN_ARRAY, LONG_ARRAY, DOUBLE_ARRAY ->
                values(out, "arrayValue", (List<?>) value, OtlpJson::scalar);
            case VALUE -> value(out, (Value<?>) value);
        }
    }

    private static void scalar(JsonOutput out, Object value) {
        out.startObject();
        if (value instanceof Boolean truth) {
            out.name("boolValue");
            out.truth(truth);
        } else if (value instanceof Long integer) {
            out.name("intValue");
            out.quotedNumber(integer);
        } else if (value instanceof Double number) {
            number(out, "doubleValue", number);
        } else {
            out.string("stringValue", value.toString());
        }
        out.endObject();
    }

    @SuppressWarnings("unchecked")
    static void value(JsonOutput out, Value<?> value) {
        switch (value.getType()) {
            case STRING, BOOLEAN, LONG, DOUBLE -> scalar(out, value.getValue());
            case ARRAY -> values(out, "arrayValue", (List<Value<?>>) value.getValue(), OtlpJson::value);
            case KEY_VALUE_LIST -> values(out, "kvlistValue", (List<KeyValue>) value.getValue(), OtlpJson::entry);
            case BYTES -> {
                out.startObject();
                out.plain("bytesValue", base64((ByteBuffer) value.getValue()));
                out.endObject();
            }
            case EMPTY -> {
                out.startObject();
                out.endObject();
            }
        }
    }

    private static <T> void values(JsonOutput out, String name, List<T> elements, Writer<T> writer) {
        out.startObject();
        out.startObject(name);
        out.startArray("values");
        elements.forEach(element -> writer.write(out, element));
        out.endArray();
        out.endObject();
        out.endObject();
    }

    private static void entry(JsonOutput out, KeyValue entry) {
        out.startObject();
        out.string("key", entry.getKey());
        out.name("value");
        value(out, entry.getValue());
        out.endObject();
    }

    private static String base64(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
