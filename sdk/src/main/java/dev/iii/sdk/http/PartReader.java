package dev.iii.sdk.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Splits a multipart body (RFC 2046) at its boundary while it is read. The content of a part passes as soon as it has
 * arrived; only bytes that may be the beginning of the delimiter wait for the next ones. Not thread-safe.
 */
final class PartReader {

    /** The maximum number of bytes of a boundary. RFC 2046 permits 70. */
    static final int MAX_BOUNDARY_BYTES = 1000;

    private static final int BUFFER_BYTES = 8192;

    private final InputStream body;
    private final int maxHeaderBytes;
    /** A line break, two hyphens and the boundary. */
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private boolean received;

    PartReader(InputStream body, String boundary, int maxHeaderBytes) {
        this.body = body;
        this.maxHeaderBytes = maxHeaderBytes;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may be at the beginning of the body, where no line break is before it.
        buffer[end++] = '\r';
        buffer[end++] = '\n';
    }

    /**
     * Skips the bytes before the first delimiter. Returns {@code false} if there is no part.
     *
     * @throws MalformedBodyException if the body is not empty and has no boundary, or if other characters follow the boundary
     */
    boolean first() throws IOException {
        try {
            return next();
        } catch (EndOfBodyException e) {
            if (received) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Skips the remainder of the current part. Returns {@code false} if it was the last part.
     *
     * @throws MalformedBodyException if the body ends, or if other characters follow the boundary
     */
    boolean next() throws IOException {
        for (int count = available(); count > 0; count = available()) {
            start += count;
        }
        start += delimiter.length;
        int first = readByte();
        int second = readByte();
        if (first == '-' && second == '-') {
            return false;
        }
        while (first == ' ' || first == '\t') { // RFC 2046 permits white space after a boundary
            first = second;
            second = readByte();
        }
        if (first != '\r' || second != '\n') {
            throw new MalformedBodyException("a boundary is followed by other characters");
        }
        return true;
    }

    /**
     * Reads the headers of a part, by lower-case name. Folded lines are joined.
     *
     * @throws MalformedBodyException if the body ends, or the headers are too large
     */
    Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder line = new StringBuilder();
        int remaining = maxHeaderBytes;
        while (true) {
            byte[] next = line(remaining);
            remaining -= next.length;
            if (next.length > 0 && (next[0] == ' ' || next[0] == '\t')) {
                line.append(' ').append(new String(next, StandardCharsets.UTF_8).strip());
                continue;
            }
            add(headers, line);
            if (next.length == 0) {
                return headers;
            }
            line.setLength(0);
            line.append(new String(next, StandardCharsets.UTF_8));
        }
    }

    private static void add(Map<String, String> headers, StringBuilder line) {
        int colon = line.indexOf(":");
        if (colon > 0) {
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    /** Reads a line without its line break. */
    private byte[] line(int maxBytes) throws IOException {
        byte[] line = new byte[Math.min(maxBytes, 128)];
        int length = 0;
        while (true) {
            int next = readByte();
            if (next == '\r') {
                if (readByte() != '\n') {
                    throw new MalformedBodyException("a header contains a carriage return");
                }
                return Arrays.copyOf(line, length);
            }
            if (length == maxBytes) {
                throw new MalformedBodyException("the headers of a part have more than " + maxHeaderBytes + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(2 * length, maxBytes));
            }
            line[length++] = (byte) next;
        }
    }

    /**
     * Reads bytes of the current part. Returns -1 at its end.
     *
     * @throws MalformedBodyException if the body ends inside the part
     */
    int read(byte[] into, int offset, int length) throws IOException {
        int count = Math.min(length, available());
        if (count == 0) {
            return length == 0 ? 0 : -1;
        }
        System.arraycopy(buffer, start, into, offset, count);
        start += count;
        return count;
    }

    /**
     * Returns how many bytes of the current part are in the buffer; waits for at least one. Returns 0 if a whole delimiter
     * is next.
     */
    private int available() throws IOException {
        while (true) {
            int at = start;
            while (at < end && !mayBeDelimiterAt(at)) {
                at++;
            }
            if (at > start || end - at >= delimiter.length) {
                return at - start;
            }
            fill();
        }
    }

    /** Returns {@code true} if the bytes from an index on are the delimiter, or its beginning at the end of the buffer. */
    private boolean mayBeDelimiterAt(int index) {
        int count = Math.min(delimiter.length, end - index);
        return Arrays.equals(buffer, index, index + count, delimiter, 0, count);
    }

    private int readByte() throws IOException {
        if (start == end) {
            fill();
        }
        return buffer[start++] & 0xFF;
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        int count = body.read(buffer, end, buffer.length - end);
        if (count < 0) {
            throw new EndOfBodyException();
        }
        end += count;
        received = true;
    }

    /** The body is not a multipart body. The message contains no bytes of it. */
    static class MalformedBodyException extends IOException {

        private static final long serialVersionUID = 1L;

        MalformedBodyException(String message) {
            super(message);
        }
    }

    private static final class EndOfBodyException extends MalformedBodyException {

        private static final long serialVersionUID = 1L;

        EndOfBodyException() {
            super("it ends before its last boundary");
        }
    }
}
