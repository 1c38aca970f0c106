package dev.iii.sdk.otel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON in UTF-8 to a growing array. It inserts the commas; the caller is responsible for the structure. Not
 * thread-safe.
 *
 * <p>Telemetry is mostly short strings with fixed names, so this class copies strings as a whole and examines eight bytes
 * at a time for characters that must be escaped.
 */
final class JsonOutput {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    /** The second character of the escape of each ASCII character; 0 if it is not escaped, 'u' if it has a code. */
    private static final byte[] ESCAPES = escapes();

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DIGITS = 20;
    private static final int MAX_LENGTH = Integer.MAX_VALUE - 16;

    private final int initialSize;
    private byte[] bytes;
    private int length;
    private boolean comma;

    /** Creates an empty output. */
    JsonOutput(int initialSize) {
        this.initialSize = initialSize;
        this.bytes = new byte[initialSize];
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }

    /** Empties the output. The array is kept if it is not larger than {@code maxSize}. */
    void reset(int maxSize) {
        length = 0;
        comma = false;
        if (bytes.length > maxSize) {
            bytes = new byte[initialSize];
        }
    }

    /** Returns the array, without a copy. It is valid in {@code [0, length())} until the next change. */
    byte[] array() {
        return bytes;
    }

    /** Returns the number of bytes written. */
    int length() {
        return length;
    }

    /** Returns a copy of the bytes written. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    // ---------------------------------------------------------------- structure

    void startObject() {
        separate();
        one('{');
        comma = false;
    }

    void endObject() {
        one('}');
        comma = true;
    }

    void startArray() {
        separate();
        one('[');
        comma = false;
    }

    void endArray() {
        one(']');
        comma = true;
    }

    /** Writes the name of a field, which must be ASCII without characters that must be escaped. */
    void name(String name) {
        separate();
        quoted(name);
        one(':');
        comma = false;
    }

    void startObject(String name) {
        name(name);
        startObject();
    }

    void startArray(String name) {
        name(name);
        startArray();
    }

    // ---------------------------------------------------------------- values

    /** Writes a string. A lone surrogate becomes a question mark, because UTF-8 cannot represent it. */
    void string(String text) {
        separate();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ensure(utf8.length + 2L);
        bytes[length++] = '"';
        int plain = plainUntil(utf8, 0);
        System.arraycopy(utf8, 0, bytes, length, plain);
        length += plain;
        if (plain < utf8.length) {
            escaped(utf8, plain);
        }
        one('"');
        comma = true;
    }

    void string(String name, String text) {
        name(name);
        string(text);
    }

    /** Writes a string of ASCII characters that need not be escaped, for example an id. */
    void plain(String text) {
        separate();
        quoted(text);
        comma = true;
    }

    void plain(String name, String text) {
        name(name);
        plain(text);
    }

    /** Writes a number in quotes, because OTLP represents 64-bit integers as strings. */
    void quotedNumber(long value) {
        separate();
        one('"');
        digits(value);
        one('"');
        comma = true;
    }

    void number(long value) {
        separate();
        digits(value);
        comma = true;
    }

    void number(String name, long value) {
        name(name);
        number(value);
    }

    /** Writes a finite number. */
    void number(double value) {
        raw(Double.toString(value));
    }

    void truth(boolean value) {
        raw(value ? "true" : "false");
    }

    // ---------------------------------------------------------------- bytes

    /** Writes a value that is ASCII and JSON already. */
    private void raw(String json) {
        separate();
        ascii(json);
        comma = true;
    }

    /** Writes the beginning of a value, up to and including the name of a field. */
    void beginning(byte[] json) {
        separate();
        ensure(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        comma = false;
    }

    /** Writes ASCII text outside of the structure, without a comma. */
    @SuppressWarnings("deprecation") // The only method that copies the characters without another array.
    void ascii(String text) {
        int count = text.length();
        ensure(count);
        text.getBytes(0, count, bytes, length);
        length += count;
    }

    private void quoted(String ascii) {
        one('"');
        ascii(ascii);
        one('"');
    }

    private void separate() {
        if (comma) {
            one(',');
        }
    }

    private void one(char ascii) {
        if (length == bytes.length) {
            ensure(1);
        }
        bytes[length++] = (byte) ascii;
    }

    private void digits(long value) {
        if (value == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
            return;
        }
        ensure(MAX_DIGITS);
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int count = 1;
        for (long limit = 10; count < MAX_DIGITS - 1 && rest >= limit; limit *= 10) {
            count++;
        }
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    /** Returns the index of the first byte that must be escaped, or the length. */
    private static int plainUntil(byte[] utf8, int from) {
        int i = from;
        for (; i + 8 <= utf8.length; i += 8) {
            long eight = (long) LONGS.get(utf8, i);
            long quotes = eight ^ ONES * '"';
            long backslashes = eight ^ ONES * '\\';
            long found =
                    (eight - ONES * 0x20) & ~eight | (quotes - ONES) & ~quotes | (backslashes - ONES) & ~backslashes;
            if ((found & HIGH) != 0) {
                break;
            }
        }
        while (i < utf8.length && !mustBeEscaped(utf8[i])) {
            i++;
        }
        return i;
    }

    private static boolean mustBeEscaped(byte b) {
        return b >= 0 && ESCAPES[b] != 0;
    }

    private void escaped(byte[] utf8, int from) {
        ensure(6L * (utf8.length - from));
        byte[] out = bytes;
        int end = length;
        for (int i = from; i < utf8.length; i++) {
            byte b = utf8[i];
            if (!mustBeEscaped(b)) {
                out[end++] = b;
                continue;
            }
            byte escape = ESCAPES[b];
            out[end++] = '\\';
            out[end++] = escape;
            if (escape == 'u') {
                out[end++] = '0';
                out[end++] = '0';
                out[end++] = HEX[b >> 4];
                out[end++] = HEX[b & 0xF];
            }
        }
        length = end;
    }

    private void ensure(long more) {
        long needed = length + more;
        if (needed <= bytes.length) {
            return;
        }
        if (needed > MAX_LENGTH) {
            throw new IllegalStateException("a telemetry message is larger than 2 GiB");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_LENGTH, Math.max(needed, bytes.length * 2L)));
    }
}
