package dev.iii.sdk.internal.json;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an object that the engine sends. The exceptions contain the path of the invalid field. */
public final class JsonFields {

    private final Map<String, Json> fields;

    private JsonFields(Map<String, Json> fields) {
        this.fields = fields;
    }

    /**
     * Returns the fields of an object.
     *
     * @param what a description of the object for the message of the exception
     * @throws InvalidPayloadException if the value is not an object
     */
    public static JsonFields of(Json json, String what) {
        Map<String, Json> fields = Arguments.notNull(json, "json").fields();
        if (fields.isEmpty() && !json.text().startsWith("{")) {
            throw new InvalidPayloadException("expected " + what + ", an object", "");
        }
        return new JsonFields(fields);
    }

    /** Returns a field; JSON null if there is no such field. */
    public Json json(String name) {
        return fields.getOrDefault(name, Json.NULL);
    }

    /** Returns a field; {@code null} if there is no such field or it is JSON null. */
    public @Nullable Json jsonOrNull(String name) {
        Json json = json(name);
        return json.isNull() ? null : json;
    }

    /**
     * Returns a string.
     *
     * @throws InvalidPayloadException if there is no such field, it is JSON null, or it is not a string
     */
    public String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw new InvalidPayloadException("missing; expected a string", name);
        }
        return text;
    }

    /**
     * Returns a string, or the default if there is no such field or it is JSON null.
     *
     * @throws InvalidPayloadException if the field is not a string
     */
    public String text(String name, String defaultValue) {
        String text = textOrNull(name);
        return text == null ? defaultValue : text;
    }

    /**
     * Returns a string; {@code null} if there is no such field or it is JSON null.
     *
     * @throws InvalidPayloadException if the field is not a string
     */
    public @Nullable String textOrNull(String name) {
        return value(name, json -> json.as(String.class));
    }

    /**
     * Returns an integer.
     *
     * @throws InvalidPayloadException if there is no such field, it is JSON null, or it is not an integer
     */
    public long number(String name) {
        Long number = value(name, json -> json.as(Long.class));
        if (number == null) {
            throw new InvalidPayloadException("missing; expected an integer", name);
        }
        return number;
    }

    /**
     * Returns an integer, or the default if there is no such field or it is JSON null.
     *
     * @throws InvalidPayloadException if the field is not an integer
     */
    public long number(String name, long defaultValue) {
        Long number = value(name, json -> json.as(Long.class));
        return number == null ? defaultValue : number;
    }

    /**
     * Returns {@code true} if the field is {@code true}.
     *
     * @throws InvalidPayloadException if the field is neither a boolean nor JSON null
     */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(value(name, json -> json.as(Boolean.class)));
    }

    /**
     * Reads a field with a reader; the reader gets JSON null if there is no such field.
     *
     * @throws InvalidPayloadException if the field does not fit
     */
    public <T> @Nullable T value(String name, Function<Json, ? extends @Nullable T> reader) {
        try {
            return reader.apply(json(name));
        } catch (InvalidPayloadException e) {
            throw e.within(name);
        }
    }

    /**
     * Reads the elements of an array, except those that are JSON null. Returns an empty list if the field is not an
     * array.
     *
     * @throws InvalidPayloadException if an element does not fit
     */
    public <T> List<T> list(String name, Function<Json, ? extends @Nullable T> reader) {
        try {
            return list(json(name), reader);
        } catch (InvalidPayloadException e) {
            throw e.within(name);
        }
    }

    /**
     * Reads the elements of an array, except those that are JSON null. Returns an empty list if the value is not an
     * array.
     *
     * @throws InvalidPayloadException if an element does not fit
     */
    public static <T> List<T> list(Json array, Function<Json, ? extends @Nullable T> reader) {
        List<T> values = new ArrayList<>();
        int index = 0;
        for (Json element : array.elements()) {
            try {
                T value = reader.apply(element);
                if (value != null) {
                    values.add(value);
                }
            } catch (InvalidPayloadException e) {
                throw e.within("[" + index + "]");
            }
            index++;
        }
        return List.copyOf(values);
    }

    /** Returns the string fields of an object, without its other fields. */
    public Map<String, String> strings(String name) {
        return strings(json(name));
    }

    /** Returns the string fields of an object, without its other fields. */
    public static Map<String, String> strings(Json object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.fields().forEach((name, value) -> {
            String string = stringOrNull(value);
            if (string != null) {
                strings.put(name, string);
            }
        });
        return strings;
    }

    /** Returns a string; {@code null} if the value is of another type. */
    public static @Nullable String stringOrNull(Json value) {
        return value.text().startsWith("\"") ? value.as(String.class) : null;
    }

    /** Returns the fields of an object; an empty map if the field is not an object. */
    public Map<String, Json> map(String name) {
        return json(name).fields();
    }
}
