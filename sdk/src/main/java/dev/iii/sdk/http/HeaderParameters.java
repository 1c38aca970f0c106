package dev.iii.sdk.http;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses the parameters of a header such as {@code form-data; name="file"; filename*=UTF-8''a%20b.txt}. Accepts whatever
 * clients send: text that is not a parameter is ignored.
 */
final class HeaderParameters {

    private final String header;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private int at;

    private HeaderParameters(String header) {
        this.header = header;
    }

    /** Returns the parameters by lower-case name. The first one of a name counts. */
    static Map<String, String> of(String header) {
        HeaderParameters parser = new HeaderParameters(header);
        while (parser.at < header.length()) {
            parser.parameter();
        }
        return parser.parameters;
    }

    private void parameter() {
        String name = until("=;").strip().toLowerCase(Locale.ROOT);
        if (at < header.length() && header.charAt(at) == '=') {
            at++;
            String value = value();
            if (name.endsWith("*")) {
                // The extended form (RFC 8187) replaces the plain one, which is for old clients.
                String decoded = decoded(value);
                if (decoded != null) {
                    parameters.put(name.substring(0, name.length() - 1), decoded);
                }
            } else {
                parameters.putIfAbsent(name, value);
            }
        }
        at++;
    }

    private String value() {
        while (at < header.length() && Character.isWhitespace(header.charAt(at))) {
            at++;
        }
        if (at == header.length() || header.charAt(at) != '"') {
            return until(";").strip();
        }
        at++;
        String value = quoted();
        until(";");
        return value;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (at < header.length() && header.charAt(at) != '"') {
            boolean isEscape = header.charAt(at) == '\\'
                    && at + 1 < header.length()
                    && (header.charAt(at + 1) == '"' || header.charAt(at + 1) == '\\');
            at += isEscape ? 1 : 0;
            value.append(header.charAt(at++));
        }
        at++;
        return value.toString();
    }

    /** Moves to the first of the characters, or behind the last one, and returns what is before it. */
    private String until(String characters) {
        int from = Math.min(at, header.length());
        at = from;
        while (at < header.length() && characters.indexOf(header.charAt(at)) < 0) {
            at++;
        }
        return header.substring(from, at);
    }

    /** Decodes {@code UTF-8'en'a%20b}. Returns {@code null} if the value is not in this form. */
    private static @Nullable String decoded(String value) {
        int charsetEnd = value.indexOf('\'');
        int languageEnd = value.indexOf('\'', charsetEnd + 1);
        if (charsetEnd < 1 || languageEnd < 0) {
            return null;
        }
        try {
            return URLDecoder.decode(
                    value.substring(languageEnd + 1).replace("+", "%2B"),
                    Charset.forName(value.substring(0, charsetEnd)));
        } catch (IllegalArgumentException e) { // an unknown charset, or an invalid escape sequence
            return null;
        }
    }
}
