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

    /** A required string. */
    public String string(String field) {
        return JsonText.string(raw(field));
    }

    /** An optional string. */
    public @Nullable String optionalString(String field) {
        RawJson value = optional(field);
        return value == null ? null : JsonText.string(value);
    }

    /** An optional integer that fits into 64 bits with sign. */
    public @Nullable Long optionalInteger(String field) {
        RawJson value = optional(field);
        return value == null ? null : Long.valueOf(value.text());
    }

    /** A required integer that fits into 64 bits with sign. */
    public long integer(String field) {
        return Long.parseLong(raw(field).text());
    }

    /** An optional number. */
    public @Nullable Double optionalNumber(String field) {
        RawJson value = optional(field);
        return value == null ? null : Double.valueOf(value.text());
    }

    /** An optional flag, or what it is when it is absent. */
    public boolean flag(String field, boolean absent) {
        RawJson value = optional(field);
        return value == null ? absent : value.array()[value.offset()] == 't';
    }

    /** The elements of a list, none when it is absent. */
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

    /** A required value as it stands in the input. */
    public RawJson raw(String field) {
        RawJson value = values[struct.indexOf(field)];
        if (value == null) {
            throw new IllegalArgumentException(field + " is optional");
        }
        return value;
    }

    /** An optional value as it stands in the input; JSON null counts as absent. */
    public @Nullable RawJson optional(String field) {
        RawJson value = values[struct.indexOf(field)];
        return value == null || value.isNull() ? null : value;
    }
}
