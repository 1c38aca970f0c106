package dev.iii.stub.queue;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;

/** Writes an object, or an array of objects, one member at a time. Not thread-safe. */
final class QueueRows {

    private final JsonBuffer out = new JsonBuffer();
    private final boolean array;
    private boolean row;
    private boolean member;

    private QueueRows(boolean array) {
        this.array = array;
        if (array) {
            out.raw('[');
        }
    }

    static QueueRows array() {
        return new QueueRows(true);
    }

    static QueueRows object() {
        return new QueueRows(false).next();
    }

    /** Starts the next object. */
    QueueRows next() {
        if (row) {
            out.raw('}').raw(',');
        }
        out.raw('{');
        row = true;
        member = false;
        return this;
    }

    QueueRows put(String name, String value) {
        name(name);
        out.string(value);
        return this;
    }

    QueueRows put(String name, long value) {
        name(name);
        out.raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    QueueRows put(String name, RawJson value) {
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
