package dev.iii.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as the bytes that were received or will be sent: well-formed JSON in UTF-8, not parsed.
 *
 * <p>This class neither copies nor changes the array that it was created from. It is immutable if no other code changes the
 * array. Two values are equal if their bytes are equal. {@link #toString} returns only the size, because payloads may
 * contain secrets; {@link #text} returns the JSON.
 */
public final class RawJson {

    /** JSON {@code null}. */
    public static final RawJson NULL = new RawJson("null".getBytes(StandardCharsets.US_ASCII));

    /** JSON {@code {}}. */
    public static final RawJson EMPTY_OBJECT = new RawJson("{}".getBytes(StandardCharsets.US_ASCII));

    private static final int MAX_DEPTH = 1000;

    private final byte[] array;
    private final int offset;
    private final int length;

    private RawJson(byte[] array) {
        this(array, 0, array.length);
    }

    private RawJson(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Wraps the bytes of one well-formed JSON value. They are neither checked nor copied. */
    public static RawJson wrap(byte[] json) {
        return new RawJson(json);
    }

    /** Wraps a part of an array that holds one well-formed JSON value. It is neither checked nor copied. */
    public static RawJson wrap(byte[] array, int offset, int length) {
        return new RawJson(array, offset, length);
    }

    /**
     * Checks and wraps one JSON value.
     *
     * @throws IllegalArgumentException if {@code json} is not exactly one JSON value, or is nested deeper than 1000 levels
     */
    public static RawJson parse(String json) {
        return checked(json.getBytes(StandardCharsets.UTF_8), MAX_DEPTH);
    }

    /**
     * Checks and wraps one JSON value from an untrusted source, for example an HTTP body. The bytes are not copied.
     *
     * @param maxDepth the maximum number of nested objects and arrays
     * @throws IllegalArgumentException if the bytes are not UTF-8, are not exactly one JSON value, or are nested deeper
     */
    public static RawJson parse(byte[] json, int maxDepth) {
        if (!Utf8.isValid(json)) {
            throw new IllegalArgumentException("not a JSON value: the bytes are not UTF-8");
        }
        return checked(json, maxDepth);
    }

    private static RawJson checked(byte[] bytes, int maxDepth) {
        try {
            int start = JsonScanner.skipWhitespace(bytes, 0, bytes.length);
            int end = JsonScanner.skipValue(bytes, start, bytes.length, maxDepth);
            if (JsonScanner.skipWhitespace(bytes, end, bytes.length) != bytes.length) {
                throw new MalformedFrameException("unexpected content after the value");
            }
            return new RawJson(bytes, start, end - start);
        } catch (MalformedFrameException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getMessage(), e);
        }
    }

    /** Returns the array that holds the JSON, without a copy: {@link #length} bytes from {@link #offset} on. */
    public byte[] array() {
        return array;
    }

    /** Returns the index in {@link #array} at which the JSON begins. */
    public int offset() {
        return offset;
    }

    /** Returns the number of bytes of the JSON. */
    public int length() {
        return length;
    }

    /** Returns {@code true} if this value is JSON null. */
    public boolean isNull() {
        return length == 4 && array[offset] == 'n';
    }

    /** Returns {@code true} if this value is an object. */
    public boolean isObject() {
        return array[offset] == '{';
    }

    /**
     * Calls the action for each field of an object, in order and without parsing the values. A name that the object
     * contains twice is passed twice. Does nothing if this value is not an object.
     */
    public void forEachField(BiConsumer<String, RawJson> each) {
        if (!isObject()) {
            return;
        }
        int end = offset + length;
        try {
            int p = JsonScanner.skipWhitespace(array, offset + 1, end);
            while (array[p] == '"') {
                int nameEnd = JsonScanner.skipString(array, p, end);
                String name = JsonStrings.decode(array, p + 1, nameEnd - 1);
                int value = JsonScanner.skipColon(array, nameEnd, end);
                p = skip(value, end);
                each.accept(name, slice(value, p));
                p = next(p, end);
            }
        } catch (MalformedFrameException e) {
            throw new IllegalStateException("the bytes are not well-formed JSON", e);
        }
    }

    /**
     * Calls the action for each element of an array, in order and without parsing the elements. Does nothing if this value
     * is not an array.
     */
    public void forEachElement(Consumer<RawJson> each) {
        if (array[offset] != '[') {
            return;
        }
        int end = offset + length;
        try {
            int p = JsonScanner.skipWhitespace(array, offset + 1, end);
            while (array[p] != ']') {
                int value = p;
                p = skip(value, end);
                each.accept(slice(value, p));
                p = next(p, end);
            }
        } catch (MalformedFrameException e) {
            throw new IllegalStateException("the bytes are not well-formed JSON", e);
        }
    }

    private int skip(int value, int end) throws MalformedFrameException {
        return JsonScanner.skipValue(array, value, end, Integer.MAX_VALUE);
    }

    private RawJson slice(int from, int to) {
        return new RawJson(array, from, to - from);
    }

    /** Returns the index of the next field or element, or of the closing bracket. {@code pos} is the index after a value. */
    private int next(int pos, int end) {
        int p = JsonScanner.skipWhitespace(array, pos, end);
        return array[p] == ',' ? JsonScanner.skipWhitespace(array, p + 1, end) : p;
    }

    /** Returns the JSON as a string. */
    public String text() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RawJson that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "RawJson[" + length + " bytes]";
    }
}
