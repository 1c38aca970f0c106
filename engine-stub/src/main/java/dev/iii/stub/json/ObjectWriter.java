package dev.iii.stub.json;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object, member by member, and arrays of complete values. Not thread-safe. */
public final class ObjectWriter {

    private final JsonBuffer out = new JsonBuffer();
    private char before = '{';

    /** Creates a writer of an object without members. */
    public ObjectWriter() {
        // Declared explicitly because the class is public.
    }

    /** Adds a member with any value. */
    public ObjectWriter put(String name, RawJson value) {
        next(name).raw(value);
        return this;
    }

    /** Adds a string. {@code null} becomes JSON null. */
    public ObjectWriter put(String name, @Nullable String value) {
        if (value == null) {
            return put(name, RawJson.NULL);
        }
        next(name).string(value);
        return this;
    }

    /** Adds a whole number. */
    public ObjectWriter put(String name, long value) {
        next(name).raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Adds a flag. */
    public ObjectWriter put(String name, boolean value) {
        next(name).raw(Boolean.toString(value).getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Adds a member if the value is not {@code null}. */
    public ObjectWriter putIfThere(String name, @Nullable RawJson value) {
        return value == null ? this : put(name, value);
    }

    /** Adds a string member if the value is not {@code null}. */
    public ObjectWriter putIfThere(String name, @Nullable String value) {
        return value == null ? this : put(name, value);
    }

    /** Adds an array. */
    public ObjectWriter put(String name, Collection<RawJson> elements) {
        write(next(name), elements);
        return this;
    }

    /** Adds an id as a string. */
    public ObjectWriter put(String name, UUID value) {
        next(name).uuid(value);
        return this;
    }

    /** Adds a member with any value. {@code null} becomes JSON null. */
    public ObjectWriter putOrNull(String name, @Nullable RawJson value) {
        return put(name, value == null ? RawJson.NULL : value);
    }

    /** Returns an array of values. */
    public static RawJson array(Collection<RawJson> elements) {
        JsonBuffer array = new JsonBuffer();
        write(array, elements);
        return RawJson.wrap(array.toByteArray());
    }

    /** Returns an array of strings. */
    public static RawJson strings(Collection<String> elements) {
        JsonBuffer array = new JsonBuffer();
        char before = '[';
        for (String element : elements) {
            array.raw(before).string(element);
            before = ',';
        }
        if (before == '[') {
            array.raw('[');
        }
        return RawJson.wrap(array.raw(']').toByteArray());
    }

    private static void write(JsonBuffer out, Collection<RawJson> elements) {
        char before = '[';
        for (RawJson element : elements) {
            out.raw(before).raw(element);
            before = ',';
        }
        if (before == '[') {
            out.raw('[');
        }
        out.raw(']');
    }

    private JsonBuffer next(String name) {
        out.raw(before).string(name).raw(':');
        before = ',';
        return out;
    }

    /** Completes the object and returns it. No member can be added after that. */
    public RawJson end() {
        if (before == '{') {
            out.raw('{');
        }
        return RawJson.wrap(out.raw('}').toByteArray());
    }
}
