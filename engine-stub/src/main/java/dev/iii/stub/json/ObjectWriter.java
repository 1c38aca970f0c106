package dev.iii.stub.json;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object, member by member. Not thread-safe. */
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
        JsonBuffer array = next(name).raw('[');
        boolean first = true;
        for (RawJson element : elements) {
            if (!first) {
                array.raw(',');
            }
            first = false;
            array.raw(element);
        }
        array.raw(']');
        return this;
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
