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

/** The fields of an object that the engine sends, read one by one with errors that name them. */
public final class JsonFields {

    private final Map<String, Json> fields;

    private JsonFields(Map<String, Json> fields) {
        this.fields = fields;
    }

    /**
     * Takes an object apart.
     *
     * @param what the object, for people
     * @throws InvalidPayloadException when this is no object
     */
    public static JsonFields of(Json json, String what) {
        Map<String, Json> fields = Arguments.notNull(json, "json").fields();
        if (fields.isEmpty() && !json.text().startsWith("{")) {
            throw new InvalidPayloadException("expected " + what + ", an object", "");
        }
        return new JsonFields(fields);
    }

    /** JSON null when there is no such field. */
    public Json json(String name) {
        return fields.getOrDefault(name, Json.NULL);
    }

    /** {@code null} when there is no such field, or when it is JSON null. */
    public @Nullable Json jsonOrNull(String name) {
        Json json = json(name);
        return json.isNull() ? null : json;
    }

    public String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw new InvalidPayloadException("missing; expected a string", name);
        }
        return text;
    }

    public String text(String name, String otherwise) {
        String text = textOrNull(name);
        return text == null ? otherwise : text;
    }

    public @Nullable String textOrNull(String name) {
        return value(name, json -> json.as(String.class));
    }

    public long number(String name) {
        Long number = value(name, json -> json.as(Long.class));
        if (number == null) {
            throw new InvalidPayloadException("missing; expected an integer", name);
        }
        return number;
    }

    public long number(String name, long otherwise) {
        Long number = value(name, json -> json.as(Long.class));
        return number == null ? otherwise : number;
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(value(name, json -> json.as(Boolean.class)));
    }

    /** A field as a type of the user. */
    public <T> @Nullable T value(String name, Function<Json, ? extends @Nullable T> reader) {
        try {
            return reader.apply(json(name));
        } catch (InvalidPayloadException e) {
            throw e.within(name);
        }
    }

    /** A field that is an array; empty when there is none. */
    public <T> List<T> list(String name, Function<Json, ? extends @Nullable T> reader) {
        try {
            return list(json(name), reader);
        } catch (InvalidPayloadException e) {
            throw e.within(name);
        }
    }

    /** The elements of an array, those that are JSON null left out. */
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

    /** A field that is an object of texts; others are left out. */
    public Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        json(name).fields().forEach((key, value) -> {
            if (value.text().startsWith("\"")) {
                texts.put(key, String.valueOf(value.as(String.class)));
            }
        });
        return texts;
    }

    /** A field that is an object. */
    public Map<String, Json> map(String name) {
        return json(name).fields();
    }
}
