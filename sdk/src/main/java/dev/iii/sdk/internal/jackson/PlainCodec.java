package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.JsonOutput;
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
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes the values that the SDK itself exchanges with the engine: strings, numbers, booleans, and maps and lists
 * of them. It uses only the streaming part of Jackson, which runs with any version of the annotations.
 */
final class PlainCodec {

    private static final JsonFactory FACTORY = new JsonFactory();

    private PlainCodec() {}

    /**
     * Returns the value as JSON; {@code null} if it is, or contains, a value of another type.
     *
     * @throws JsonCodecException if the value is too large, too deep, or contains itself
     */
    static byte @Nullable [] write(@Nullable Object value, JsonOutput output) {
        boolean plain;
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), output)) {
            // The types are not checked before: a collection may never end, or contain itself.
            plain = write(value, generator);
        } catch (StreamConstraintsException e) {
            throw new JsonCodecException("", "it is nested too deeply, or contains itself", e);
        }
        return plain ? output.toByteArray() : null;
    }

    /** Returns {@code false} if the value cannot be written. The JSON is then incomplete. */
    private static boolean write(@Nullable Object value, JsonGenerator generator) {
        if (value instanceof Map<?, ?> map) {
            return writeFields(map, generator);
        }
        if (value instanceof Collection<?> elements) {
            return writeElements(elements, generator);
        }
        if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Integer number) {
            generator.writeNumber(number);
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value == null) {
            generator.writeNull();
        } else {
            return false;
        }
        return true;
    }

    private static boolean writeFields(Map<?, ?> map, JsonGenerator generator) {
        generator.writeStartObject();
        for (Map.Entry<?, ?> field : map.entrySet()) {
            if (!(field.getKey() instanceof String name)) {
                return false;
            }
            generator.writeName(name);
            if (!write(field.getValue(), generator)) {
                return false;
            }
        }
        generator.writeEndObject();
        return true;
    }

    private static boolean writeElements(Collection<?> elements, JsonGenerator generator) {
        generator.writeStartArray();
        for (Object element : elements) {
            if (!write(element, generator)) {
                return false;
            }
        }
        generator.writeEndArray();
        return true;
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
