package dev.iii.sdk.internal.telemetry;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
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
            boolean plain;
            if (b == '"') {
                plain = string();
            } else if (b == '-' || isDigit(b)) {
                plain = number();
            } else {
                pos++;
                plain = isStructure(b);
            }
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** Accepts brackets, separators and the letters of true, false and null. */
    private static boolean isStructure(byte b) {
        return switch (b) {
            case '{', '}', '[', ']', ':', ',', 't', 'r', 'u', 'e', 'f', 'a', 'l', 's', 'n' -> true;
            default -> false;
        };
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private boolean string() {
        int start = pos + 1;
        int p = start;
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

    private boolean isSecret(int from, int to, boolean latin) {
        return (!latin || mayBeSecret(json, from, to))
                && Redaction.isSecret(new String(json, from, to - from, StandardCharsets.UTF_8));
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
