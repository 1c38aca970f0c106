package dev.iii.stub.queue;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;

/** Writes an object, or an array of objects, one member at a time. Not thread-safe. */
final class Rows {

    private final JsonBuffer out = new JsonBuffer();
    private final boolean array;
    private boolean row;
    private boolean member;

    private Rows(boolean array) {
        this.array = array;
        if (array) {
            out.raw('[');
        }
    }

    static Rows array() {
        return new Rows(true);
    }

    static Rows object() {
        return new Rows(false).next();
    }

    /** Starts the next object. */
    Rows next() {
        if (row) {
            out.raw('}').raw(',');
        }
        out.raw('{');
        row = true;
        member = false;
        return this;
    }

    Rows put(String name, String value) {
        name(name);
        out.string(value);
        return this;
    }

    Rows put(String name, long value) {
        name(name);
        out.raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Rows put(String name, RawJson value) {
        name(name);
        out.raw(value);
        return this;
    }

    int length() {
        return out.length();
    }

    RawJson end() {
        if (row) {
            out.raw('}');
        }
        if (array) {
            out.raw(']');
        }
        return RawJson.wrap(out.toByteArray());
    }

    private void name(String name) {
        if (member) {
            out.raw(',');
        }
        member = true;
        out.string(name).raw(':');
    }
}
