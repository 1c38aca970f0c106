package dev.iii.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Checks bytes that do not come from a WebSocket text message, for example an HTTP body. The transport has a
 * separate check for text messages: it does not depend on this module, and its check must be fast on the I/O thread.
 * Thread-safe.
 */
public final class Utf8 {

    private static final int DECODED_CHARS = 8192;

    private Utf8() {}

    /** Returns {@code true} if the bytes are valid UTF-8. */
    public static boolean isValid(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // The characters are not needed. A small buffer is used again and again, because a body may be large.
        CharBuffer out = CharBuffer.allocate(Math.min(bytes.length + 1, DECODED_CHARS));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return !result.isError();
    }
}
