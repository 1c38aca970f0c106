package dev.iii.sdk.internal.telemetry;

import dev.iii.protocol.RawJson;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes payloads that {@link Redaction} would only copy: compact JSON without secrets, without escaped characters and
 * with numbers that have one notation. Most payloads are of this kind. One look at each byte is much cheaper than parsing
 * and writing them. In case of doubt the payload is not recognized, and is parsed.
 */
final class PlainPayload {

    private static final int MAX_DIGITS = 18;
    /** A decimal number with at most this many digits after the point is never written with an exponent. */
    private static final int MAX_FRACTION_DIGITS = 6;

    /** Folds ASCII letters to lower case. */
    private static final int LOWER = 0x20;

    /** The bits of a letter that do not depend on its case. */
    private static final int LETTER = 0x1F;

    private static final List<String> PAIRS = List.of("ss", "cr", "th", "ea", "oo", "ke");
    /** The letters that follow each letter in one of the pairs, as bits. */
    private static final int[] SUCCESSORS = successors();

    private static final byte OTHER = 0;
    private static final byte STRUCTURE = 1;
    private static final byte QUOTE = 2;
    private static final byte NUMBER = 3;
    private static final byte[] KINDS = kinds();

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;

    private final byte[] json;
    private final int end;
    private int pos;
    private boolean ascii = true;

    private PlainPayload(byte[] json, int start, int end) {
        this.json = json;
        this.pos = start;
        this.end = end;
    }

    /** Returns the payload as text if redaction would not change it; otherwise {@code null}. */
    static @Nullable String text(RawJson payload) {
        int start = payload.offset();
        PlainPayload plain = new PlainPayload(payload.array(), start, start + payload.length());
        if (!plain.isPlain()) {
            return null;
        }
        if (plain.ascii) {
            return new String(payload.array(), start, payload.length(), StandardCharsets.ISO_8859_1);
        }
        String text = payload.text();
        // Invalid UTF-8 was replaced.
        return text.indexOf('\uFFFD') < 0 ? text : null;
    }

    private boolean isPlain() {
        while (pos < end) {
            byte b = json[pos];
            byte kind = b < 0 ? OTHER : KINDS[b];
            boolean plain = switch (kind) {
                case STRUCTURE -> {
                    pos++;
                    yield true;
                }
                case QUOTE -> string();
                case NUMBER -> number();
                default -> false;
            };
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** Classifies ASCII characters outside of strings. Those of true, false and null belong to the structure. */
    private static byte[] kinds() {
        byte[] kinds = new byte[0x80];
        for (char structure : "{}[]:,truefalsn".toCharArray()) {
            kinds[structure] = STRUCTURE;
        }
        for (char digit = '0'; digit <= '9'; digit++) {
            kinds[digit] = NUMBER;
        }
        kinds['-'] = NUMBER;
        kinds['"'] = QUOTE;
        return kinds;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private boolean string() {
        int start = pos + 1;
        int p = skipPlain(start);
        boolean latin = true;
        while (p < end && json[p] != '"') {
            byte b = json[p];
            // A byte of 0xF0 and above begins a character outside of the Basic Multilingual Plane.
            if (b == '\\' || b >= 0 && b < 0x20 || b >= (byte) 0xF0 && b < 0) {
                return false;
            }
            latin &= b >= 0;
            p++;
        }
        if (p == end) {
            return false;
        }
        ascii &= latin;
        pos = p + 1;
        return pos == end || json[pos] != ':' || !isSecret(start, p, latin);
    }

    /** Skips ASCII characters of a string that are not special, eight at a time. Returns the index of another character. */
    private int skipPlain(int from) {
        int p = from;
        while (p + Long.BYTES <= end) {
            long eight = (long) LONGS.get(json, p);
            long quotes = eight ^ ONES * '"';
            long backslashes = eight ^ ONES * '\\';
            // The lowest high bit belongs to the first special byte. Bytes after it may be marked without being
            // special.
            long marks = (eight | eight - ONES * ' ' | (quotes - ONES) & ~quotes | (backslashes - ONES) & ~backslashes)
                    & HIGH;
            if (marks != 0) {
                return p + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            p += Long.BYTES;
        }
        return p;
    }

    private boolean isSecret(int from, int to, boolean latin) {
        return (!latin || hasPair(json, from, to) && mayBeSecret(json, from, to))
                && Redaction.isSecret(new String(json, from, to - from, StandardCharsets.UTF_8));
    }

    /**
     * Returns {@code true} if a name contains one of the pairs of letters of which every name of a secret has at least one:
     * each syllable of {@link #mayBeSecret} contains one of them. This needs less time for each byte.
     */
    private static boolean hasPair(byte[] json, int from, int to) {
        int successors = 0;
        for (int i = from; i < to; i++) {
            int letter = json[i] & LETTER;
            if ((successors >>> letter & 1) != 0) {
                return true;
            }
            successors = SUCCESSORS[letter];
        }
        return false;
    }

    private static int[] successors() {
        int[] successors = new int[LETTER + 1];
        for (String pair : PAIRS) {
            successors[pair.charAt(0) & LETTER] |= 1 << (pair.charAt(1) & LETTER);
        }
        return successors;
    }

    /** Returns {@code true} if a name contains one of the syllables of which every name of a secret has at least one. */
    private static boolean mayBeSecret(byte[] json, int from, int to) {
        int last = 0;
        for (int i = from; i < to; i++) {
            last = last << 8 | json[i] | LOWER;
            switch (last) {
                case 'p' << 24 | 'a' << 16 | 's' << 8 | 's',
                        's' << 24 | 'e' << 16 | 'c' << 8 | 'r',
                        'c' << 24 | 'r' << 16 | 'e' << 8 | 'd',
                        'a' << 24 | 'u' << 16 | 't' << 8 | 'h',
                        'b' << 24 | 'e' << 16 | 'a' << 8 | 'r',
                        'c' << 24 | 'o' << 16 | 'o' << 8 | 'k',
                        't' << 24 | 'o' << 16 | 'k' << 8 | 'e' -> {
                    return true;
                }
                default -> {
                    if ((last & 0xFFFFFF) == ('k' << 16 | 'e' << 8 | 'y')) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Accepts numbers whose notation does not change when they are parsed and written. */
    private boolean number() {
        int p = pos;
        boolean negative = json[p] == '-';
        if (negative) {
            p++;
        }
        int whole = p;
        p = digits(p);
        boolean zero = p > whole && json[whole] == '0';
        // Minus zero is written as 0.
        if (p == whole || p - whole > MAX_DIGITS || zero && (negative || p - whole > 1)) {
            return false;
        }
        if (p < end && json[p] == '.') {
            int fraction = p + 1;
            p = digits(fraction);
            if (p == fraction || p - fraction > MAX_FRACTION_DIGITS) {
                return false;
            }
        }
        pos = p;
        return p == end || json[p] != 'e' && json[p] != 'E';
    }

    private int digits(int from) {
        int p = from;
        while (p < end && isDigit(json[p])) {
            p++;
        }
        return p;
    }
}
