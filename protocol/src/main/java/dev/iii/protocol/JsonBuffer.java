package dev.iii.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * A growing buffer for JSON in UTF-8, which can be reused for the next frame. Not thread-safe.
 *
 * <p>It grows as needed. After a large frame, {@link #reset} shrinks it to its initial size.
 */
public final class JsonBuffer {

    private static final int INITIAL = 1024;
    private static final int KEEP = 64 * 1024;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes = new byte[INITIAL];
    private int length;

    /** Creates an empty buffer. */
    public JsonBuffer() {
        // Declared explicitly, because -Xlint rejects an implicit constructor of an exported class.
    }

    /** Empties the buffer. */
    public JsonBuffer reset() {
        length = 0;
        if (bytes.length > KEEP) {
            bytes = new byte[INITIAL];
        }
        return this;
    }

    /** Returns the array of this buffer, without a copy. It is valid in {@code [0, length())} until the next change. */
    public byte[] array() {
        return bytes;
    }

    /** Returns the number of bytes written. */
    public int length() {
        return length;
    }

    /** Returns a copy of the bytes written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Appends all bytes of an array unchanged. They must be JSON in UTF-8. */
    public JsonBuffer raw(byte[] source) {
        return raw(source, 0, source.length);
    }

    /** Appends {@code count} bytes of an array unchanged. They must be JSON in UTF-8. */
    public JsonBuffer raw(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends a JSON value. */
    public JsonBuffer raw(RawJson json) {
        return raw(json.array(), json.offset(), json.length());
    }

    /** Appends one ASCII character unchanged. */
    public JsonBuffer raw(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends a quoted UUID. */
    public JsonBuffer uuid(UUID id) {
        ensure(Uuids.TEXT_LENGTH + 2);
        bytes[length++] = '"';
        Uuids.write(id, bytes, length);
        length += Uuids.TEXT_LENGTH;
        bytes[length++] = '"';
        return this;
    }

    /** Appends a quoted, escaped string. A lone surrogate becomes a question mark, because UTF-8 cannot represent it. */
    public JsonBuffer string(String text) {
        int chars = text.length();
        ensure(chars + 2);
        bytes[length++] = '"';
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                tail(text, i);
                return this;
            }
            ensure(chars - i + 7);
            ascii(c);
        }
        bytes[length++] = '"';
        return this;
    }

    /** Appends the rest of a string from its first non-ASCII character on, and the closing quote. */
    private void tail(String text, int from) {
        byte[] utf8 = text.substring(from).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < utf8.length; i++) {
            ensure(utf8.length - i + 7);
            byte c = utf8[i];
            if (c < 0) {
                bytes[length++] = c;
            } else {
                ascii((char) c);
            }
        }
        bytes[length++] = '"';
    }

    private void ascii(char c) {
        if (c >= 0x20 && c != '"' && c != '\\') {
            bytes[length++] = (byte) c;
            return;
        }
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xF];
            }
        }
    }

    private void ensure(int more) {
        long needed = (long) length + more;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 16) {
                throw new IllegalStateException("a frame is larger than 2 GiB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, bytes.length * 2L)));
        }
    }
}
