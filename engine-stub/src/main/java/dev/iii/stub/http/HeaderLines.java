package dev.iii.stub.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hides the header fields from the HTTP parser that it would judge otherwise than the real engine. The parser rejects an
 * {@code Upgrade} without a matching {@code Connection} field and every {@code Expect} other than {@code 100-continue}. It
 * logs every malformed {@code Host} without a limit.
 *
 * <p>Only changes bytes, and never their number:
 *
 * <ul>
 *   <li>Names that begin with {@code upgrade} lose their {@code e}, and names that begin with {@code host} their {@code t},
 *       except the first {@code Host}. {@link #sentName} restores them.
 *   <li>The value of {@code Host} is replaced by letters, and that of another {@code Expect} by spaces. {@link SentHead} has
 *       both values.
 * </ul>
 *
 * <p>Used by one thread at a time.
 */
final class HeaderLines {

    /** The values that were replaced. */
    record SentHead(
            @Nullable String host,
            boolean severalHosts,
            @Nullable String expect) {
        static final SentHead UNCHANGED = new SentHead(null, false, null);
    }

    /** Longer values of {@code Host} are malformed, so their remaining bytes are not kept. */
    private static final int MAX_HOST = 1024;

    private static final String UPGRADE = "upgrade";
    private static final String HOST = "host";
    private static final String EXPECT = "expect";
    private static final String CONTINUE = "100-continue";
    /** Replaces the last character of a name. Allowed in names, and in use nowhere. */
    private static final char MARK = '~';

    private enum Part {
        NAME,
        HOST_VALUE,
        EXPECT_VALUE,
        /** The rest of a line that is not changed. */
        REST,
        /** The header fields are complete. */
        END
    }

    private final byte[] name = new byte[UPGRADE.length()];
    private final ByteArrayOutputStream host = new ByteArrayOutputStream(0);
    private Part part = Part.END;
    private int nameLength;
    private boolean hasHost;
    private boolean severalHosts;
    private @Nullable String expect;

    /** Expects the first header field in the next bytes. */
    void begin() {
        part = Part.NAME;
        nameLength = 0;
        hasHost = false;
        severalHosts = false;
        expect = null;
        host.reset();
    }

    /** Expects no header fields, for example because the bytes that follow are a body. */
    void end() {
        part = Part.END;
    }

    /**
     * Changes bytes that were just received.
     *
     * @return the number of bytes at the end that cannot be judged before more bytes are received
     */
    int mend(ByteBuffer bytes, int from, int to) {
        int i = from;
        while (i < to && part != Part.END) {
            switch (part) {
                case NAME -> i = name(bytes, i);
                case HOST_VALUE -> i = hostValue(bytes, i, to);
                case EXPECT_VALUE -> {
                    int end = lineEnd(bytes, i, to);
                    if (end == to && to - i <= MAX_HOST) {
                        return to - i;
                    }
                    expectValue(bytes, i, end);
                    i = end;
                    part = Part.REST;
                }
                default -> {
                    int end = newLine(bytes, i, to);
                    i = end + 1;
                    if (end < to) {
                        nextLine();
                    }
                }
            }
        }
        return 0;
    }

    private void nextLine() {
        part = Part.NAME;
        nameLength = 0;
    }

    private int name(ByteBuffer bytes, int at) {
        byte b = bytes.get(at);
        if (b == ':') {
            nameComplete();
        } else if (b == '\n') {
            part = nameLength == 0 ? Part.END : part;
            nameLength = 0;
        } else if (b != '\r' || nameLength > 0) {
            nameByte(bytes, at, (byte) Character.toLowerCase(b));
        }
        return at + 1;
    }

    private void nameByte(ByteBuffer bytes, int at, byte lower) {
        if (nameLength < name.length) {
            name[nameLength] = lower;
        }
        nameLength++;
        if (begins(UPGRADE) && nameLength == UPGRADE.length()
                || hasHost && begins(HOST) && nameLength == HOST.length()) {
            bytes.put(at, (byte) MARK);
        }
    }

    private boolean begins(String begin) {
        return nameLength >= begin.length()
                && Arrays.equals(name, 0, begin.length(), begin.getBytes(StandardCharsets.US_ASCII), 0, begin.length());
    }

    private void nameComplete() {
        part = Part.REST;
        if (nameLength == HOST.length() && begins(HOST)) {
            severalHosts = hasHost;
            part = hasHost ? Part.REST : Part.HOST_VALUE;
            hasHost = true;
        } else if (nameLength == EXPECT.length() && begins(EXPECT)) {
            part = Part.EXPECT_VALUE;
        }
    }

    private int hostValue(ByteBuffer bytes, int from, int to) {
        int end = lineEnd(bytes, from, to);
        for (int i = from; i < end; i++) {
            if (host.size() <= MAX_HOST) {
                host.write(bytes.get(i));
            }
            bytes.put(i, (byte) 'h');
        }
        part = end < to ? Part.REST : part;
        return end;
    }

    private void expectValue(ByteBuffer bytes, int from, int end) {
        byte[] value = new byte[end - from];
        bytes.get(from, value);
        String text = new String(value, StandardCharsets.ISO_8859_1);
        // The parser rejects control characters, as the real engine does.
        if (!text.strip().equalsIgnoreCase(CONTINUE) && text.chars().noneMatch(Character::isISOControl)) {
            expect = text.strip();
            for (int i = from; i < end; i++) {
                bytes.put(i, (byte) ' ');
            }
        }
    }

    private static int lineEnd(ByteBuffer bytes, int from, int to) {
        int i = from;
        while (i < to && bytes.get(i) != '\r' && bytes.get(i) != '\n') {
            i++;
        }
        return i;
    }

    private static int newLine(ByteBuffer bytes, int from, int to) {
        int i = from;
        while (i < to && bytes.get(i) != '\n') {
            i++;
        }
        return i;
    }

    /** Returns what was replaced in the header fields so far, and expects no more header fields. */
    SentHead take() {
        if (part == Part.END && !hasHost && expect == null) {
            return SentHead.UNCHANGED;
        }
        SentHead sent = new SentHead(
                hasHost ? host.toString(StandardCharsets.ISO_8859_1).strip() : null, severalHosts, expect);
        begin();
        end();
        return sent;
    }

    /** Returns a name in lower case as it was sent. */
    static String sentName(String lower) {
        if (lower.indexOf(MARK) == UPGRADE.length() - 1
                && lower.startsWith(UPGRADE.substring(0, UPGRADE.length() - 1))) {
            return UPGRADE + lower.substring(UPGRADE.length());
        }
        if (lower.indexOf(MARK) == HOST.length() - 1 && lower.startsWith(HOST.substring(0, HOST.length() - 1))) {
            return HOST + lower.substring(HOST.length());
        }
        return lower;
    }
}
