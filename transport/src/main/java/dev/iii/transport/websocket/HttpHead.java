package dev.iii.transport.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of an HTTP message: the bytes up to and including the empty line. Not thread-safe. */
public final class HttpHead {

    /** The result of {@link #read}. */
    public enum Status {
        /** More bytes are needed. */
        INCOMPLETE,
        /** The head is complete. */
        COMPLETE,
        /** The head is larger than 64 KiB. */
        TOO_LARGE
    }

    private static final int MAX_BYTES = 64 * 1024;
    private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

    private final GrowingBytes bytes = new GrowingBytes();
    private int endMatched;

    /** Reads bytes up to the end of the head. Later bytes remain in the buffer. */
    public Status read(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte b = in.get();
            bytes.put(b);
            if (bytes.length() > MAX_BYTES) {
                return Status.TOO_LARGE;
            }
            boolean expected = b == (endMatched % 2 == 0 ? '\r' : '\n');
            endMatched = expected ? endMatched + 1 : b == '\r' ? 1 : 0;
            if (endMatched == 4) {
                return Status.COMPLETE;
            }
        }
        return Status.INCOMPLETE;
    }

    /** Returns the number of bytes of memory that the head takes. */
    public int heldBytes() {
        return bytes.array().length;
    }

    /** Returns {@code true} if the bytes read so far can be the beginning of an HTTP response. */
    boolean mayBeHttp() {
        int known = Math.min(bytes.length(), HTTP.length);
        return Arrays.equals(bytes.array(), 0, known, HTTP, 0, known);
    }

    /** Returns the status of a response, or -1 if this is not an HTTP/1 response. */
    int statusCode() {
        String[] words = lines().get(0).split(" ", 3);
        try {
            return words.length > 1 && words[0].startsWith("HTTP/1.") ? Integer.parseInt(words[1]) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Returns the target of a GET request, or {@code null} if this is not a GET request with a path. An upgrade needs HTTP/1.1
     * (RFC 6455, section 4.1), so requests of other versions have no target.
     */
    public @Nullable String getTarget() {
        String[] words = lines().get(0).split(" ", -1);
        boolean get = words.length == 3 && words[0].equals("GET") && words[2].equals("HTTP/1.1");
        return get && words[1].startsWith("/") ? words[1] : null;
    }

    /** Returns the values of the header fields by lower-case name. The values of a repeated field keep their order. */
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        List<String> lines = lines();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private List<String> lines() {
        return List.of(new String(bytes.array(), 0, bytes.length(), StandardCharsets.ISO_8859_1).split("\r\n", -1));
    }
}
