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
 * <p>Telemetry is mostly short strings with fixed names, and payloads: JSON, with many quotes. So this class copies names as
 * a whole, and copies strings in steps of eight bytes that it examines at the same time.
 */
final class JsonOutput {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    /** The second character of the escape of each ASCII character; 0 if it is not escaped, 'u' if it has a code. */
    private static final byte[] ESCAPES = escapes();

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DIGITS = 20;
    /** The digits of all numbers below 100. */
    private static final byte[] PAIRS = pairs();

    private static final int INT_PART_DIGITS = 8;
    private static final long INT_PART = 100_000_000;
    /** The maximum length of an escaped byte. */
    private static final long MAX_ESCAPED = 6;
    /** The number of bytes of a string for which space is reserved at a time. */
    private static final int SLICE = 1024;

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
        one('"');
        for (int from = 0; from < utf8.length; from += SLICE) {
            int to = Math.min(utf8.length, from + SLICE);
            ensure(MAX_ESCAPED * (to - from) + Long.BYTES);
            length = escaped(utf8, from, to, bytes, length);
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
        length += count;
        int p = length;
        // A division of an int is cheaper than one of a long.
        while (rest > Integer.MAX_VALUE) {
            int part = (int) (rest % INT_PART);
            rest /= INT_PART;
            for (int end = p - INT_PART_DIGITS; p > end; part /= 100) {
                p = twoDigits(part % 100, p);
            }
        }
        int part = (int) rest;
        for (; part >= 10; part /= 100) {
            p = twoDigits(part % 100, p);
        }
        if (p > length - count) {
            bytes[--p] = (byte) ('0' + part);
        }
    }

    /** Writes two digits before an index, and returns the index of the first. */
    private int twoDigits(int value, int end) {
        bytes[end - 1] = PAIRS[2 * value + 1];
        bytes[end - 2] = PAIRS[2 * value];
        return end - 2;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /**
     * Copies a part of a string and escapes what must be escaped. Eight bytes are copied at a time. If one of them must be
     * escaped, it and what follows are overwritten.
     *
     * @param out has space for the longest result, and for eight bytes more
     * @return the end of the result
     */
    private static int escaped(byte[] utf8, int from, int to, byte[] out, int start) {
        int end = start;
        int i = from;
        while (i + Long.BYTES <= to) {
            long eight = (long) LONGS.get(utf8, i);
            LONGS.set(out, end, eight);
            long marks = mustBeEscaped(eight);
            if (marks == 0) {
                i += Long.BYTES;
                end += Long.BYTES;
            } else {
                int plain = Long.numberOfTrailingZeros(marks) >>> 3;
                end = escaped(utf8[i + plain], out, end + plain);
                i += plain + 1;
            }
        }
        for (; i < to; i++) {
            byte b = utf8[i];
            if (b >= 0 && ESCAPES[b] != 0) {
                end = escaped(b, out, end);
            } else {
                out[end++] = b;
            }
        }
        return end;
    }

    /**
     * Returns the high bits of the bytes that must be escaped. Only the lowest of the returned bits is certain, because a
     * subtraction borrows from the next byte.
     */
    private static long mustBeEscaped(long eight) {
        long quotes = eight ^ ONES * '"';
        long backslashes = eight ^ ONES * '\\';
        return ((eight - ONES * ' ') & ~eight | (quotes - ONES) & ~quotes | (backslashes - ONES) & ~backslashes) & HIGH;
    }

    private static int escaped(byte b, byte[] out, int start) {
        int end = start;
        byte escape = ESCAPES[b];
        out[end++] = '\\';
        out[end++] = escape;
        if (escape == 'u') {
            out[end++] = '0';
            out[end++] = '0';
            out[end++] = HEX[b >> 4];
            out[end++] = HEX[b & 0xF];
        }
        return end;
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
