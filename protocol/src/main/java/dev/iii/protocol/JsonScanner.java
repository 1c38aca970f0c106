package dev.iii.protocol;

/**
 * Finds the ends of JSON values without building objects, and rejects JSON that is not well-formed (RFC 8259) or that
 * contains an escaped surrogate without its pair. The bytes must be valid UTF-8; the WebSocket layer has checked that.
 */
final class JsonScanner {

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private JsonScanner() {}

    static int skipWhitespace(byte[] b, int pos, int end) {
        int p = pos;
        while (p < end) {
            byte c = b[p];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                break;
            }
            p++;
        }
        return p;
    }

    /** Returns the index after the value that begins at {@code pos}. */
    static int skipValue(byte[] b, int pos, int end, int depthLeft) throws MalformedFrameException {
        if (pos >= end) {
            throw truncated();
        }
        return switch (b[pos]) {
            case '"' -> skipString(b, pos, end);
            case '{' -> skipObject(b, pos, end, depthLeft);
            case '[' -> skipArray(b, pos, end, depthLeft);
            case 't' -> skipLiteral(b, pos, end, TRUE);
            case 'f' -> skipLiteral(b, pos, end, FALSE);
            case 'n' -> skipLiteral(b, pos, end, NULL);
            default -> skipNumber(b, pos, end);
        };
    }

    /** Returns the index after the closing quote of the string whose opening quote is at {@code pos}. */
    static int skipString(byte[] b, int pos, int end) throws MalformedFrameException {
        int p = pos + 1;
        while (p < end) {
            byte c = b[p];
            if (c == '"') {
                return p + 1;
            }
            if (c == '\\') {
                p = skipEscape(b, p, end);
            } else if (c >= 0 && c < 0x20) {
                throw new MalformedFrameException("control character in a JSON string");
            } else {
                p++;
            }
        }
        throw truncated();
    }

    /** Returns the value of the four hex digits at {@code pos}. */
    static int hex4(byte[] b, int pos, int end) throws MalformedFrameException {
        if (pos + 4 > end) {
            throw truncated();
        }
        int value = 0;
        for (int i = pos; i < pos + 4; i++) {
            int digit = Character.digit(b[i], 16);
            if (digit < 0) {
                throw new MalformedFrameException("bad unicode escape in a JSON string");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int skipEscape(byte[] b, int pos, int end) throws MalformedFrameException {
        if (pos + 1 >= end) {
            throw truncated();
        }
        switch (b[pos + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return pos + 2;
            }
            case 'u' -> {
                int unit = hex4(b, pos + 2, end);
                if (unit < 0xD800 || unit > 0xDFFF) {
                    return pos + 6;
                }
                boolean pair = unit <= 0xDBFF && pos + 8 <= end && b[pos + 6] == '\\' && b[pos + 7] == 'u';
                int low = pair ? hex4(b, pos + 8, end) : 0;
                if (low < 0xDC00 || low > 0xDFFF) {
                    throw new MalformedFrameException("lone surrogate in a JSON string");
                }
                return pos + 12;
            }
            default -> throw new MalformedFrameException("bad escape in a JSON string");
        }
    }

    private static int skipObject(byte[] b, int pos, int end, int depthLeft) throws MalformedFrameException {
        int inner = deeper(depthLeft);
        int p = skipWhitespace(b, pos + 1, end);
        if (p < end && b[p] == '}') {
            return p + 1;
        }
        while (true) {
            if (p >= end || b[p] != '"') {
                throw p >= end ? truncated() : new MalformedFrameException("expected a JSON field name");
            }
            p = skipColon(b, skipString(b, p, end), end);
            p = skipWhitespace(b, skipValue(b, p, end, inner), end);
            if (p >= end) {
                throw truncated();
            }
            if (b[p] == '}') {
                return p + 1;
            }
            p = skipWhitespace(b, comma(b, p), end);
        }
    }

    /** Returns the index of the value of a field. {@code pos} is the index after the name. */
    static int skipColon(byte[] b, int pos, int end) throws MalformedFrameException {
        int p = skipWhitespace(b, pos, end);
        if (p >= end) {
            throw truncated();
        }
        if (b[p] != ':') {
            throw new MalformedFrameException("expected ':' after a JSON field name");
        }
        return skipWhitespace(b, p + 1, end);
    }

    static int comma(byte[] b, int pos) throws MalformedFrameException {
        if (b[pos] != ',') {
            throw new MalformedFrameException("expected ',' between JSON values");
        }
        return pos + 1;
    }

    private static int skipArray(byte[] b, int pos, int end, int depthLeft) throws MalformedFrameException {
        int inner = deeper(depthLeft);
        int p = skipWhitespace(b, pos + 1, end);
        if (p < end && b[p] == ']') {
            return p + 1;
        }
        while (true) {
            p = skipWhitespace(b, skipValue(b, p, end, inner), end);
            if (p >= end) {
                throw truncated();
            }
            if (b[p] == ']') {
                return p + 1;
            }
            p = skipWhitespace(b, comma(b, p), end);
        }
    }

    private static int deeper(int depthLeft) throws MalformedFrameException {
        if (depthLeft <= 0) {
            throw new MalformedFrameException("JSON is nested too deeply");
        }
        return depthLeft - 1;
    }

    private static int skipLiteral(byte[] b, int pos, int end, byte[] literal) throws MalformedFrameException {
        if (pos + literal.length > end) {
            throw truncated();
        }
        for (int i = 0; i < literal.length; i++) {
            if (b[pos + i] != literal[i]) {
                throw new MalformedFrameException("expected a JSON value");
            }
        }
        return pos + literal.length;
    }

    private static int skipNumber(byte[] b, int pos, int end) throws MalformedFrameException {
        int p = b[pos] == '-' ? pos + 1 : pos;
        int digits = skipDigits(b, p, end);
        if (digits == p || (b[p] == '0' && digits > p + 1)) {
            throw new MalformedFrameException("expected a JSON value");
        }
        p = digits;
        if (p < end && b[p] == '.') {
            digits = skipDigits(b, p + 1, end);
            if (digits == p + 1) {
                throw new MalformedFrameException("bad JSON number");
            }
            p = digits;
        }
        if (p < end && (b[p] == 'e' || b[p] == 'E')) {
            p++;
            if (p < end && (b[p] == '+' || b[p] == '-')) {
                p++;
            }
            digits = skipDigits(b, p, end);
            if (digits == p) {
                throw new MalformedFrameException("bad JSON number");
            }
            p = digits;
        }
        return p;
    }

    private static int skipDigits(byte[] b, int pos, int end) {
        int p = pos;
        while (p < end && b[p] >= '0' && b[p] <= '9') {
            p++;
        }
        return p;
    }

    static MalformedFrameException truncated() {
        return new MalformedFrameException("JSON ends too early");
    }
}
