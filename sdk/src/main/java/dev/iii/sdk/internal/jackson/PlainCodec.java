package dev.iii.sdk.internal.jackson;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes the values that the SDK itself exchanges with the engine: strings, numbers, booleans, and maps and lists
 * of them. It uses only the streaming part of Jackson, which runs with any version of the annotations.
 */
final class PlainCodec {

    private static final JsonFactory FACTORY = new JsonFactory();

    private PlainCodec() {}

    /** Returns the value as JSON; {@code null} if it is of another type. */
    static byte @Nullable [] write(@Nullable Object value) {
        if (!isPlain(value)) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(value, generator);
        }
        return bytes.toByteArray();
    }

    private static boolean isPlain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().allMatch(String.class::isInstance)
                    && map.values().stream().allMatch(PlainCodec::isPlain);
        }
        if (value instanceof Collection<?> elements) {
            return elements.stream().allMatch(PlainCodec::isPlain);
        }
        return value == null
                || value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || (value instanceof Double number && Double.isFinite(number));
    }

    private static void write(@Nullable Object value, JsonGenerator generator) {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            map.forEach((name, field) -> {
                generator.writeName((String) name);
                write(field, generator);
            });
            generator.writeEndObject();
        } else if (value instanceof Collection<?> elements) {
            generator.writeStartArray();
            elements.forEach(element -> write(element, generator));
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Integer number) {
            generator.writeNumber(number);
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else {
            generator.writeNull();
        }
    }

    /** Returns the value; {@code null} if the type is another one, or the JSON does not fit. */
    static @Nullable Object read(byte[] json, int offset, int length, Type type) {
        if (type != String.class && type != Long.class && type != Integer.class && type != Boolean.class) {
            return null;
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json, offset, length)) {
            JsonToken token = parser.nextToken();
            if (type == String.class) {
                return token == JsonToken.VALUE_STRING ? parser.getString() : null;
            }
            if (type == Boolean.class) {
                return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
                        ? parser.getBooleanValue()
                        : null;
            }
            if (token != JsonToken.VALUE_NUMBER_INT) {
                return null;
            }
            return type == Long.class ? (Object) parser.getLongValue() : (Object) parser.getIntValue();
        } catch (JacksonException e) { // a number out of range
            return null;
        }
    }
}
