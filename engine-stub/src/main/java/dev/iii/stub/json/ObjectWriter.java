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

    /** An object without members. */
    public ObjectWriter() {
        // Declared so that it is part of the surface on purpose.
    }

    /** Adds a member with any value. */
    public ObjectWriter put(String name, RawJson value) {
        next(name).raw(value);
        return this;
    }

    /** Adds a string; {@code null} becomes JSON null. */
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

    /** Adds a member if there is a value. */
    public ObjectWriter putIfThere(String name, @Nullable RawJson value) {
        return value == null ? this : put(name, value);
    }

    /** Adds a member if there is a string. */
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

    /** The object. Nothing can be added any more. */
    public RawJson end() {
        if (before == '{') {
            out.raw('{');
        }
        return RawJson.wrap(out.raw('}').toByteArray());
    }
}
