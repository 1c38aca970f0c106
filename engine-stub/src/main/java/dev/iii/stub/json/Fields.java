package dev.iii.stub.json;

import dev.iii.protocol.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of an input that has the shape of its {@link Struct}. */
public final class Fields {

    private final Struct struct;
    private final @Nullable RawJson[] values;

    Fields(Struct struct, @Nullable RawJson[] values) {
        this.struct = struct;
        this.values = values;
    }

    /** Returns the value of a required string. */
    public String string(String field) {
        return JsonText.string(raw(field));
    }

    /** Returns the value of an optional string, or {@code null} if it is absent. */
    public @Nullable String optionalString(String field) {
        RawJson value = optional(field);
        return value == null ? null : JsonText.string(value);
    }

    /** Returns the value of an optional integer that fits into a {@code long}, or {@code null} if it is absent. */
    public @Nullable Long optionalInteger(String field) {
        RawJson value = optional(field);
        return value == null ? null : Long.valueOf(value.text());
    }

    /** Returns the value of a required integer that fits into a {@code long}. */
    public long integer(String field) {
        return Long.parseLong(raw(field).text());
    }

    /** Returns the value of an optional number, or {@code null} if it is absent. */
    public @Nullable Double optionalNumber(String field) {
        RawJson value = optional(field);
        return value == null ? null : Double.valueOf(value.text());
    }

    /** Returns the value of an optional flag, or {@code absent} if the flag is absent. */
    public boolean flag(String field, boolean absent) {
        RawJson value = optional(field);
        return value == null ? absent : value.array()[value.offset()] == 't';
    }

    /** Returns the elements of a list, or an empty list if the field is absent. */
    public List<RawJson> list(String field) {
        List<RawJson> elements = new ArrayList<>();
        RawJson value = optional(field);
        if (value != null) {
            JsonCursor cursor = JsonCursor.ofArray(value);
            while (cursor.next()) {
                elements.add(cursor.value());
            }
        }
        return elements;
    }

    /** Returns a required value as a slice of the input. */
    public RawJson raw(String field) {
        RawJson value = values[struct.indexOf(field)];
        if (value == null) {
            throw new IllegalArgumentException(field + " is optional");
        }
        return value;
    }

    /** Returns an optional value as a slice of the input, or {@code null} if it is absent or JSON null. */
    public @Nullable RawJson optional(String field) {
        RawJson value = values[struct.indexOf(field)];
        return value == null || value.isNull() ? null : value;
    }
}
