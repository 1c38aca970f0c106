package dev.iii.sdk.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the parts of OTLP's JSON encoding that spans, metrics and log records share: export requests grouped by resource
 * and scope, attributes and values.
 *
 * <p>Ids are lower-case hexadecimal, 64-bit integers are strings, and enums are numbers. Fields with their default value
 * are omitted.
 */
final class OtlpJson {

    private static final JsonFactory JSON = new JsonFactory();

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
        void write(JsonGenerator out, T item);
    }

    /** Returns a message for the engine: the prefix of the kind, followed by the export request. */
    static <T> byte[] message(Kind<T> kind, Collection<T> items) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * items.size() + 512);
        for (int i = 0; i < kind.prefix().length(); i++) {
            bytes.write(kind.prefix().charAt(i));
        }
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeArrayPropertyStart(kind.resources());
            grouped(items, kind.resource()).forEach((resource, ofResource) -> {
                out.writeStartObject();
                out.writeObjectPropertyStart("resource");
                attributes(out, resource.getAttributes());
                out.writeEndObject();
                out.writeArrayPropertyStart(kind.scopes());
                grouped(ofResource, kind.scope()).forEach((scope, ofScope) -> scope(out, kind, scope, ofScope));
                out.writeEndArray();
                text(out, "schemaUrl", resource.getSchemaUrl());
                out.writeEndObject();
            });
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static <T, K> Map<K, List<T>> grouped(Collection<T> items, Function<T, K> by) {
        Map<K, List<T>> groups = new LinkedHashMap<>();
        items.forEach(item ->
                groups.computeIfAbsent(by.apply(item), key -> new ArrayList<>()).add(item));
        return groups;
    }

    private static <T> void scope(JsonGenerator out, Kind<T> kind, InstrumentationScopeInfo scope, List<T> items) {
        out.writeStartObject();
        out.writeObjectPropertyStart("scope");
        text(out, "name", scope.getName());
        text(out, "version", scope.getVersion());
        attributes(out, scope.getAttributes());
        out.writeEndObject();
        out.writeArrayPropertyStart(kind.items());
        for (T item : items) {
            out.writeStartObject();
            kind.writer().write(out, item);
            out.writeEndObject();
        }
        out.writeEndArray();
        text(out, "schemaUrl", scope.getSchemaUrl());
        out.writeEndObject();
    }

    // ---------------------------------------------------------------- fields

    static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.writeStringProperty(name, value);
        }
    }

    static void integer(JsonGenerator out, String name, long value) {
        if (value != 0) {
            out.writeStringProperty(name, Long.toString(value));
        }
    }

    static void unsigned(JsonGenerator out, String name, long value) {
        if (value != 0) {
            out.writeStringProperty(name, Long.toUnsignedString(value));
        }
    }

    static void small(JsonGenerator out, String name, int value) {
        if (value != 0) {
            out.writeNumberProperty(name, value);
        }
    }

    static void number(JsonGenerator out, String name, double value) {
        if (Double.isFinite(value)) {
            out.writeNumberProperty(name, value);
        } else {
            out.writeStringProperty(name, value > 0 ? "Infinity" : value < 0 ? "-Infinity" : "NaN");
        }
    }

    // ---------------------------------------------------------------- attributes and values

    static void attributes(JsonGenerator out, Attributes attributes) {
        attributes("attributes", out, attributes);
    }

    static void attributes(String name, JsonGenerator out, Attributes attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart(name);
        attributes.forEach((key, value) -> {
            out.writeStartObject();
            out.writeStringProperty("key", key.getKey());
            out.writeName("value");
            value(out, value(key, value));
            out.writeEndObject();
        });
        out.writeEndArray();
    }

    private static Value<?> value(AttributeKey<?> key, Object value) {
        return switch (key.getType()) {
            case STRING -> Value.of((String) value);
            case BOOLEAN -> Value.of((Boolean) value);
            case LONG -> Value.of((Long) value);
            case DOUBLE -> Value.of((Double) value);
            case STRING_ARRAY, BOOLEAN_ARRAY, LONG_ARRAY, DOUBLE_ARRAY ->
                Value.of(((List<?>) value).stream().map(OtlpJson::scalar).toList());
            case VALUE -> (Value<?>) value;
        };
    }

    private static Value<?> scalar(Object value) {
        if (value instanceof Boolean truth) {
            return Value.of(truth);
        }
        if (value instanceof Long integer) {
            return Value.of(integer);
        }
        return value instanceof Double number ? Value.of(number) : Value.of(value.toString());
    }

    @SuppressWarnings("unchecked")
    static void value(JsonGenerator out, Value<?> value) {
        out.writeStartObject();
        switch (value.getType()) {
            case STRING -> out.writeStringProperty("stringValue", (String) value.getValue());
            case BOOLEAN -> out.writeBooleanProperty("boolValue", (Boolean) value.getValue());
            case LONG -> out.writeStringProperty("intValue", Long.toString((Long) value.getValue()));
            case DOUBLE -> number(out, "doubleValue", (Double) value.getValue());
            case ARRAY -> {
                out.writeObjectPropertyStart("arrayValue");
                out.writeArrayPropertyStart("values");
                ((List<Value<?>>) value.getValue()).forEach(element -> value(out, element));
                out.writeEndArray();
                out.writeEndObject();
            }
            case KEY_VALUE_LIST -> {
                out.writeObjectPropertyStart("kvlistValue");
                out.writeArrayPropertyStart("values");
                ((List<KeyValue>) value.getValue()).forEach(entry -> {
                    out.writeStartObject();
                    out.writeStringProperty("key", entry.getKey());
                    out.writeName("value");
                    value(out, entry.getValue());
                    out.writeEndObject();
                });
                out.writeEndArray();
                out.writeEndObject();
            }
            case BYTES -> out.writeStringProperty("bytesValue", base64((ByteBuffer) value.getValue()));
            case EMPTY -> {}
        }
        out.writeEndObject();
    }

    private static String base64(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
