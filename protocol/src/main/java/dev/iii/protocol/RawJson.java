package dev.iii.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
    private static final int CHECKED_AT_ONCE = 8192;

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
        return checked(json.getBytes(StandardCharsets.UTF_8), MAX_DEPTH);
    }

    /**
     * Reads one JSON value that came from outside, for example in an HTTP body. The bytes are not copied.
     *
     * @param maxDepth how many levels of objects and arrays are accepted
     * @throws IllegalArgumentException when the bytes are not UTF-8, not exactly one JSON value, or nested deeper
     */
    public static RawJson parse(byte[] json, int maxDepth) {
        if (!isUtf8(json)) {
            throw new IllegalArgumentException("not a JSON value: the bytes are not UTF-8");
        }
        return checked(json, maxDepth);
    }

    /** Piece by piece, since a body may be large. */
    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(bytes.length + 1, CHECKED_AT_ONCE));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return !result.isError();
    }

    private static RawJson checked(byte[] bytes, int maxDepth) {
        try {
            int start = JsonScanner.skipWhitespace(bytes, 0, bytes.length);
            int end = JsonScanner.skipValue(bytes, start, bytes.length, maxDepth);
            if (JsonScanner.skipWhitespace(bytes, end, bytes.length) != bytes.length) {
                throw new MalformedFrameException("text after the value");
            }
            return new RawJson(bytes, start, end - start);
        } catch (MalformedFrameException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getMessage(), e);
        }
    }

    /** The array that holds the text, from {@link #offset} on, {@link #length} bytes; not a copy. */
    public byte[] array() {
        return array;
    }

    /** Where in {@link #array} the text begins. */
    public int offset() {
        return offset;
    }

    /** How many bytes the text has. */
    public int length() {
        return length;
    }

    /** Whether it is JSON null. */
    public boolean isNull() {
        return length == 4 && array[offset] == 'n';
    }

    /** Whether it is an object. */
    public boolean isObject() {
        return array[offset] == '{';
    }

    /**
     * Takes an object apart, without reading its values: each field in its order, a name that comes twice twice. Nothing
     * happens when this is no object.
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
            throw new IllegalStateException("this was said to be JSON", e);
        }
    }

    /** Takes an array apart, without reading its elements. Nothing happens when this is no array. */
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
            throw new IllegalStateException("this was said to be JSON", e);
        }
    }

    private int skip(int value, int end) throws MalformedFrameException {
        return JsonScanner.skipValue(array, value, end, Integer.MAX_VALUE);
    }

    private RawJson slice(int from, int to) {
        return new RawJson(array, from, to - from);
    }

    /** From behind a value to what follows the comma, or to the closing bracket. */
    private int next(int pos, int end) {
        int p = JsonScanner.skipWhitespace(array, pos, end);
        return array[p] == ',' ? JsonScanner.skipWhitespace(array, p + 1, end) : p;
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
