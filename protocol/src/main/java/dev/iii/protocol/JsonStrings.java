package dev.iii.protocol;

import java.nio.charset.StandardCharsets;

/** Decodes JSON strings that {@link JsonScanner} has found well-formed. */
final class JsonStrings {

    private JsonStrings() {}

    /** Returns the string whose JSON is in {@code [start, end)}, without the quotes. */
    static String decode(byte[] b, int start, int end) throws MalformedFrameException {
        for (int i = start; i < end; i++) {
            if (b[i] == '\\') {
                return unescape(b, start, end);
            }
        }
        return new String(b, start, end - start, StandardCharsets.UTF_8);
    }

    private static String unescape(byte[] b, int start, int end) throws MalformedFrameException {
        StringBuilder text = new StringBuilder(end - start);
        int p = start;
        while (p < end) {
            int run = p;
            while (p < end && b[p] != '\\') {
                p++;
            }
            text.append(new String(b, run, p - run, StandardCharsets.UTF_8));
            if (p >= end) {
                break;
            }
            char c = (char) b[p + 1];
            p += 2;
            switch (c) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) JsonScanner.hex4(b, p, end));
                    p += 4;
                }
                default -> text.append(c);
            }
        }
        return text.toString();
    }
}
