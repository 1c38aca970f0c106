package dev.iii.stub.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Accepts and rejects the same targets as the real engine, by changes to the bytes before the HTTP parser sees them.
 *
 * <p>Paths with invalid percent escapes, for example {@code /a/%zz}, are accepted. The parser would reject them, so the
 * percent sign is replaced by an underscore. The target as it was sent is kept for the code that handles the request.
 * Unescaped {@code <} and {@code >}, {@code "} in a query and {@code `} in a path are rejected. The parser would accept
 * them, so they are replaced by a control character, for which the parser responds with status 400.
 *
 * <p>Changes only the first line of a request. Used by one thread at a time.
 */
final class RequestLine {

    /** Longer targets are always rejected, so their remaining bytes are not kept. */
    private static final int MAX_TARGET = 70_000;

    private static final int ESCAPE = 3;
    private static final byte HARMLESS = '_';
    private static final byte REJECTED = 1;

    private enum Part {
        METHOD,
        TARGET,
        QUERY,
        FRAGMENT,
        /** After the target, or in bytes that are not a request line. */
        OTHER
    }

    private final ByteArrayOutputStream target = new ByteArrayOutputStream(0);
    private Part part = Part.METHOD;
    private boolean mended;

    /** Expects a request line in the next bytes. */
    void expect() {
        part = Part.METHOD;
        mended = false;
        target.reset();
    }

    /**
     * Replaces invalid escapes in bytes that were just received.
     *
     * @return the number of bytes at the end that are the beginning of an escape; its remaining bytes must be received
     *     first
     */
    int mend(ByteBuffer bytes, int from, int to) {
        int i = from;
        while (i < to && part != Part.OTHER) {
            byte b = bytes.get(i);
            if (part == Part.METHOD) {
                method(b);
            } else if (b == '%') {
                if (i + ESCAPE > to && isOpen(bytes, i + 1, to)) {
                    return to - i;
                }
                keep(b);
                if (!isEscape(bytes, i)) {
                    bytes.put(i, HARMLESS);
                    mended = true;
                }
            } else if (b == ' ' || b == '\r' || b == '\n') {
                part = Part.OTHER;
            } else if (isForbidden(b)) {
                bytes.put(i, REJECTED);
            } else {
                keep(b);
                part = b == '#' ? Part.FRAGMENT : b == '?' && part == Part.TARGET ? Part.QUERY : part;
            }
            i++;
        }
        return 0;
    }

    private void method(byte b) {
        if (b == ' ') {
            part = Part.TARGET;
        } else if ((b < 'A' || b > 'Z') && (b < 'a' || b > 'z') && b != '\r' && b != '\n' && b != '-' && b != '_') {
            part = Part.OTHER;
        }
    }

    private boolean isForbidden(byte b) {
        return part != Part.FRAGMENT && (b == '<' || b == '>' || b == (part == Part.QUERY ? '"' : '`'));
    }

    private void keep(byte b) {
        if (target.size() < MAX_TARGET) {
            target.write(b);
        }
    }

    /** Returns {@code true} if the received part of an escape can still become a valid escape. */
    private static boolean isOpen(ByteBuffer bytes, int from, int to) {
        return from >= to || Character.digit(bytes.get(from), 16) >= 0;
    }

    private static boolean isEscape(ByteBuffer bytes, int at) {
        if (at + ESCAPE > bytes.limit()) {
            return false;
        }
        int high = Character.digit(bytes.get(at + 1), 16);
        int low = Character.digit(bytes.get(at + 2), 16);
        return high >= 0 && low >= 0 && high + low > 0;
    }

    /**
     * Returns the target as it was sent if it had to be changed, otherwise {@code null}. The bytes that follow are not
     * a request line.
     */
    @Nullable
    String takeTarget() {
        part = Part.OTHER;
        return mended ? target.toString(StandardCharsets.UTF_8) : null;
    }
}
