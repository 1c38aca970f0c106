package dev.iii.stub.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lets paths with bad percent escapes ({@code /a/%zz}) pass the HTTP parser, which refuses them, while the real engine
 * takes every path as it is. The escape is replaced by something harmless of the same length on the way to the parser,
 * and the target as it was sent is kept for the one who handles the request.
 *
 * <p>Looks at nothing but the first line of a request. One thread at a time.
 */
final class RequestLine {

    /** Longer targets are refused whatever is in them. */
    private static final int MAX_TARGET = 70_000;

    private static final int ESCAPE = 3;
    private static final byte HARMLESS = '_';

    private enum Part {
        METHOD,
        TARGET,
        /** Behind the target, or where no request line is. */
        OTHER
    }

    private final ByteArrayOutputStream target = new ByteArrayOutputStream(0);
    private Part part = Part.METHOD;
    private boolean mended;

    /** The next bytes begin a request. */
    void expect() {
        part = Part.METHOD;
        mended = false;
        target.reset();
    }

    /**
     * Mends bytes that have just come, in place.
     *
     * @return how many bytes at the end are the beginning of an escape, of which the rest has to come first
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
            } else {
                keep(b);
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

    private void keep(byte b) {
        if (target.size() < MAX_TARGET) {
            target.write(b);
        }
    }

    /** Whether what has come of an escape may still become one. */
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

    /** The target as it was sent when it had to be mended, otherwise {@code null}. What follows is no request line. */
    @Nullable
    String takeTarget() {
        part = Part.OTHER;
        return mended ? target.toString(StandardCharsets.UTF_8) : null;
    }
}
