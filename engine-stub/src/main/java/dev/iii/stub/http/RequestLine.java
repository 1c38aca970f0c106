package dev.iii.stub.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Accepts and rejects the same targets as the real engine, by changes to the bytes before the HTTP parser sees them.
 *
 * <p>The parser would reject some targets that the real engine accepts. Examples are paths with invalid percent escapes ({@code
 * /a/%zz}), paths that leave the root ({@code /../a}), and targets that are not paths ({@code *} or {@code http://host/a}). An
 * underscore, or a slash at the beginning, replaces the characters that the parser would reject. The target as it was sent is
 * kept for the code that handles the request, see {@link RequestTarget}. {@code CONNECT} becomes a method without a meaning,
 * because the parser would expect a host as its target. No route has it.
 *
 * <p>The parser would accept some request lines that the real engine rejects. They contain unescaped {@code <} and {@code >},
 * {@code "} in a query, {@code `} in a path, bytes that are not UTF-8, an empty target, more than one space, or another version
 * than {@code HTTP/1.0} and {@code HTTP/1.1}. A control character replaces one of their characters, and the parser responds
 * with status 400.
 *
 * <p>Changes only the first line of a request. {@link HeaderLines} changes the lines that follow. Used by one thread at a
 * time.
 */
final class RequestLine {

    /** Longer targets are always rejected, so their remaining bytes are not kept. */
    private static final int MAX_TARGET = 70_000;

    private static final int ESCAPE = 3;
    private static final String CONNECT = "CONNECT";
    private static final byte HARMLESS = '_';
    private static final byte REJECTED = 1;

    private enum Part {
        METHOD,
        TARGET,
        QUERY,
        FRAGMENT,
        /** A target that is not a path. */
        OTHER_TARGET,
        VERSION,
        HEADERS,
        /** After the target, or in bytes that are not a request line. */
        OTHER
    }

    private static final byte[] VERSION_START = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream target = new ByteArrayOutputStream(0);
    private final HeaderLines headers = new HeaderLines();
    private Part part = Part.METHOD;
    /** The number of characters so far in which the method is equal to {@code CONNECT}; the maximum if it is not. */
    private int methodLength;

    private Utf8Check encoding = new Utf8Check();
    private boolean mended;
    /** {@code true} if all characters of the current segment of the path are dots. */
    private boolean onlyDots;
    /** The number of characters that follow of an escaped dot. */
    private int dotDigits;
    /** The number of characters of the version so far. */
    private int versionLength;

    /** Expects a request line in the next bytes. */
    void expect() {
        part = Part.METHOD;
        methodLength = 0;
        encoding = new Utf8Check();
        mended = false;
        onlyDots = false;
        dotDigits = 0;
        target.reset();
    }

    /**
     * Changes bytes that were just received.
     *
     * @return the number of bytes at the end that cannot be judged before more bytes are received
     */
    int mend(ByteBuffer bytes, int from, int to) {
        int i = from;
        while (i < to && part != Part.OTHER) {
            byte b = bytes.get(i);
            if (part == Part.HEADERS) {
                return headers.mend(bytes, i, to);
            } else if (part == Part.METHOD) {
                method(bytes, i, b);
            } else if (part == Part.VERSION) {
                if (!version(b)) {
                    bytes.put(i, REJECTED);
                }
            } else if (b == ' ' || b == '\r' || b == '\n') {
                if (b != ' ' || target.size() == 0 || !encoding.accept(b)) {
                    bytes.put(i, REJECTED);
                    part = Part.OTHER;
                } else {
                    part = Part.VERSION;
                    versionLength = 0;
                }
            } else if (!encoding.accept(b) || isForbidden(b)) {
                bytes.put(i, REJECTED);
            } else if (part == Part.OTHER_TARGET || target.size() == 0 && b != '/') {
                bytes.put(i, part == Part.OTHER_TARGET ? HARMLESS : (byte) '/');
                part = Part.OTHER_TARGET;
                mended = true;
                keep(b);
            } else if (b == '%') {
                if (i + ESCAPE > to && isOpen(bytes, i + 1, to)) {
                    return to - i;
                }
                keep(b);
                escape(bytes, i);
            } else {
                keep(b);
                if (b < 0) {
                    // The parser rejects some characters that are not ASCII.
                    bytes.put(i, HARMLESS);
                    mended = true;
                }
                if (part == Part.TARGET) {
                    segment(bytes, i, b);
                }
                part = b == '#' ? Part.FRAGMENT : b == '?' && part == Part.TARGET ? Part.QUERY : part;
            }
            i++;
        }
        return 0;
    }

    private void method(ByteBuffer bytes, int at, byte b) {
        if (b == ' ') {
            part = Part.TARGET;
        } else if ((b < 'A' || b > 'Z') && (b < 'a' || b > 'z') && b != '\r' && b != '\n' && b != '-' && b != '_') {
            part = Part.OTHER;
        } else if (b == CONNECT.charAt(Math.min(methodLength, CONNECT.length() - 1))) {
            methodLength++;
            if (methodLength == CONNECT.length()) {
                bytes.put(at, (byte) '~');
            }
        } else {
            methodLength = CONNECT.length();
        }
    }

    /** Returns {@code false} if this character cannot be the next one of a version. */
    private boolean version(byte b) {
        int index = versionLength++;
        boolean valid = index < VERSION_START.length
                ? b == VERSION_START[index]
                : index == VERSION_START.length ? b == '0' || b == '1' : b == '\r' || b == '\n';
        if (!valid) {
            part = Part.OTHER;
        } else if (b == '\n') {
            part = Part.HEADERS;
            headers.begin();
        }
        return valid;
    }

    private void escape(ByteBuffer bytes, int at) {
        boolean valid = isEscape(bytes, at);
        boolean dot = valid && onlyDots && part == Part.TARGET && isDot(bytes, at);
        if (!valid || dot) {
            bytes.put(at, HARMLESS);
            mended = true;
        }
        // The two characters that follow are only digits: if they were a dot, the segment consists of dots so far.
        dotDigits = dot ? ESCAPE - 1 : 0;
        onlyDots = dot;
    }

    /** Replaces dots at the beginning of a segment, because the parser would resolve segments of dots. */
    private void segment(ByteBuffer bytes, int at, byte b) {
        if (dotDigits > 0) {
            dotDigits--;
        } else if (b == '.' && onlyDots) {
            bytes.put(at, HARMLESS);
            mended = true;
        } else {
            onlyDots = b == '/';
        }
    }

    private static boolean isDot(ByteBuffer bytes, int at) {
        return bytes.get(at + 1) == '2' && (bytes.get(at + 2) | 0x20) == 'e';
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

    /** Returns the values that were replaced in the header fields. */
    HeaderLines.SentHead takeHead() {
        return headers.take();
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
