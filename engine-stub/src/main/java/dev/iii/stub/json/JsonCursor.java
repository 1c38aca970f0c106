package dev.iii.stub.json;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Iterates over the members of one object or the elements of one array, without parsing the values.
 *
 * <p>The JSON must be well-formed. The decoder has already checked everything that reaches the engine in a frame. Not
 * thread-safe.
 */
public final class JsonCursor {

    private final byte[] bytes;
    private final boolean object;
    private int position;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    private JsonCursor(RawJson json, boolean object) {
        this.bytes = json.array();
        this.object = object;
        this.position = skipWhitespace(json.offset() + 1);
    }

    /** Creates a cursor that is positioned before the first member of an object. */
    public static JsonCursor ofObject(RawJson object) {
        return new JsonCursor(object, true);
    }

    /** Creates a cursor that is positioned before the first element of an array. */
    public static JsonCursor ofArray(RawJson array) {
        return new JsonCursor(array, false);
    }

    /** Moves to the next member or element. Returns {@code false} if there is none. */
    public boolean next() {
        byte c = bytes[position];
        if (c == ',') {
            position = skipWhitespace(position + 1);
        } else if (c == '}' || c == ']') {
            return false;
        }
        if (object) {
            nameStart = position + 1;
            position = skipString(position);
            nameEnd = position - 1;
            position = skipWhitespace(skipWhitespace(position) + 1);
        }
        valueStart = position;
        valueEnd = skipValue(position);
        position = skipWhitespace(valueEnd);
        return true;
    }

    /** Returns {@code true} if the current member has this name. The name may be written with any escapes. */
    public boolean nameIs(byte[] utf8) {
        if (Arrays.equals(bytes, nameStart, nameEnd, utf8, 0, utf8.length)) {
            return true;
        }
        for (int i = nameStart; i < nameEnd; i++) {
            if (bytes[i] == '\\') {
                return Arrays.equals(name().getBytes(StandardCharsets.UTF_8), utf8);
            }
        }
        return false;
    }

    /** Returns the name of the current member. */
    public String name() {
        return JsonText.string(bytes, nameStart, nameEnd);
    }

    /** Returns the value of the current member, or the current element. */
    public RawJson value() {
        return RawJson.wrap(bytes, valueStart, valueEnd - valueStart);
    }

    /** Returns the index of the first byte of the current member, which is the opening quote of its name. */
    public int memberStart() {
        return nameStart - 1;
    }

    /** Returns the index after the last byte of the current member's value. */
    public int memberEnd() {
        return valueEnd;
    }

    private int skipWhitespace(int from) {
        int p = from;
        while (bytes[p] <= ' ' && bytes[p] >= 0) {
            p++;
        }
        return p;
    }

    private int skipString(int from) {
        int p = from + 1;
        while (bytes[p] != '"') {
            p += bytes[p] == '\\' ? 2 : 1;
        }
        return p + 1;
    }

    /** Skips a value. Uses a counter instead of recursion, so that deep nesting needs no stack. */
    private int skipValue(int from) {
        int depth = 0;
        int p = from;
        do {
            switch (bytes[p]) {
                case '"' -> p = skipString(p);
                case '{', '[' -> {
                    depth++;
                    p++;
                }
                case '}', ']' -> {
                    depth--;
                    p++;
                }
                default -> p = depth > 0 ? p + 1 : skipScalar(p);
            }
        } while (depth > 0);
        return p;
    }

    private int skipScalar(int from) {
        int p = from;
        while (p < bytes.length && bytes[p] > ' ' && bytes[p] != ',' && bytes[p] != '}' && bytes[p] != ']') {
            p++;
        }
        return p;
    }
}
