package dev.iii.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as the bytes that came or will go: UTF-8, well-formed, not yet read by anybody.
 *
 * <p>Immutable as long as nobody writes into the array that it was made from; this class never does and never copies.
 * Two values are equal when their bytes are. {@link #toString} gives the size only, because payloads may hold secrets;
 * {@link #text} gives the JSON.
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

    /** Wraps bytes that a serializer or a scanner has just produced; they are not checked and not copied. */
    public static RawJson wrap(byte[] json) {
        return new RawJson(json);
    }

    /** Wraps a part of an array that a serializer or a scanner has just produced; not checked and not copied. */
    public static RawJson wrap(byte[] array, int offset, int length) {
        return new RawJson(array, offset, length);
    }

    /**
     * Reads one JSON value.
     *
     * @throws IllegalArgumentException when the text is not exactly one JSON value, or nested deeper than 1000 levels
     */
    public static RawJson parse(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            int start = JsonScanner.skipWhitespace(bytes, 0, bytes.length);
            int end = JsonScanner.skipValue(bytes, start, bytes.length, MAX_DEPTH);
            if (JsonScanner.skipWhitespace(bytes, end, bytes.length) != bytes.length) {
                throw new MalformedFrameException("text after the value");
            }
            return new RawJson(bytes, start, end - start);
        } catch (MalformedFrameException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getMessage(), e);
        }
    }

    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public boolean isNull() {
        return length == 4 && array[offset] == 'n';
    }

    public boolean isObject() {
        return array[offset] == '{';
    }

    /** The JSON text. */
    public String text() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** A copy of the bytes. */
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
