package dev.iii.stub.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the query of a URL in the format of browsers. An invalid percent escape is kept unchanged. */
final class QueryString {

    private static final int RADIX = 16;
    private static final byte SURROGATE = (byte) 0xED;
    private static final int SURROGATE_MIN = 0xA0;
    private static final byte INVALID = (byte) 0xFF;

    private QueryString() {}

    /** Returns the parameters. The last value of a repeated name is used. A name without a value has an empty value. */
    static Map<String, String> parse(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null) {
            return parameters;
        }
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                parameters.put(decode(name), equals < 0 ? "" : decode(part.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], RADIX) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], RADIX);
            if (low >= 0) {
                out.write(high * RADIX + low);
                i += 2;
            } else {
                out.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return text(out.toByteArray());
    }

    /** Decodes UTF-8. Each byte of a half of a surrogate pair becomes one replacement character, as on the real engine. */
    private static String text(byte[] utf8) {
        for (int i = 0; i + 1 < utf8.length; i++) {
            if (utf8[i] == SURROGATE && (utf8[i + 1] & 0xFF) >= SURROGATE_MIN) {
                utf8[i] = INVALID;
            }
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
