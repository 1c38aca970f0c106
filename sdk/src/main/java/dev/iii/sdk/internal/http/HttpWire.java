package dev.iii.sdk.internal.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks and converts headers and parameters for the HTTP messages between the engine and this worker. */
public final class HttpWire {

    private static final String CONTENT_TYPE = "content-type";
    private static final String JSON_TYPE = "application/json";
    /** The maximum number of characters of a content type in a message. */
    private static final int LONGEST_TYPE = 100;

    private static final String SET_COOKIE = "set-cookie";

    /** The problem of a body that is present although the engine has read no JSON from it. */
    public static final String INVALID_JSON = "not valid JSON";

    private static final String LENGTH_OF_NULL = "4";

    private HttpWire() {}

    /**
     * Returns {@code true} if a request has a JSON body that is not valid. The engine passes JSON null on for it, so this
     * must be called only if the body is null.
     */
    public static boolean hasInvalidJson(Map<String, String> headers) {
        String length = headers.getOrDefault("content-length", "0");
        return mayHaveInvalidJson(headers) && !length.equals("0") && !length.equals(LENGTH_OF_NULL);
    }

    /** Like {@link #hasInvalidJson}, but also returns {@code true} if the body may be the text {@code null}. */
    public static boolean mayHaveInvalidJson(Map<String, String> headers) {
        return hasBody(headers) && hasJsonType(headers);
    }

    private static boolean hasBody(Map<String, String> headers) {
        return !headers.getOrDefault("content-length", "0").equals("0") || headers.containsKey("transfer-encoding");
    }

    private static boolean hasJsonType(Map<String, String> headers) {
        return headers.getOrDefault(CONTENT_TYPE, "").contains(JSON_TYPE);
    }

    /** Returns why the engine has not read the body of a request, and the remedy; {@code null} if it has no such body. */
    public static @Nullable String unreadBody(Map<String, String> headers) {
        if (!hasBody(headers) || hasJsonType(headers)) {
            return null;
        }
        String type = headers.getOrDefault(CONTENT_TYPE, "");
        String reason = type.isBlank()
                ? "it has no Content-Type"
                : "its Content-Type is "
                        + (type.length() > LONGEST_TYPE ? type.substring(0, LONGEST_TYPE) + "…" : type);
        return "not read, because " + reason + "; send JSON with the Content-Type " + JSON_TYPE;
    }

    /**
     * Checks the name of a header.
     *
     * @throws IllegalArgumentException if the name is invalid
     */
    public static void checkName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && ":\"(),/;<=>?@[]{}\\".indexOf(c) < 0)) {
            throw new IllegalArgumentException("not a header name: '" + name + "'");
        }
    }

    /**
     * Checks the value of a header. The message of the exception does not contain the value, which may be a secret.
     *
     * @throws IllegalArgumentException if the value contains a control character
     */
    public static void checkValue(String name, String value) {
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 127))) {
            throw new IllegalArgumentException("the value of header '" + name + "' has a control character");
        }
    }

    /**
     * Returns a path parameter without percent-encoding, because the engine does not decode it. Returns it unchanged if
     * an escape sequence is invalid.
     */
    public static String percentDecode(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        try {
            // In a path a plus sign is not a space.
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /**
     * Returns the headers of a response without a body. They always include a content type: with it the engine sends an
     * empty body for JSON null.
     */
    public static Object headersOfNothing(Map<String, List<String>> headers) {
        if (headers.keySet().stream().anyMatch(CONTENT_TYPE::equalsIgnoreCase)) {
            return headers(headers);
        }
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(CONTENT_TYPE, List.of(JSON_TYPE));
        return headers(more);
    }

    /**
     * Returns the headers of a streamed response, for which the channel supports one value per name. Several values are
     * joined with commas, which is equivalent to a repeated header, except for cookies. The name of each further cookie
     * differs in upper and lower case: these are different names for the channel and the same name for HTTP.
     */
    public static Map<String, String> streamedHeaders(Map<String, List<String>> headers) {
        Map<String, String> single = new LinkedHashMap<>();
        int cookies = 0;
        for (Map.Entry<String, List<String>> entry : headers.entrySet()) {
            if (SET_COOKIE.equalsIgnoreCase(entry.getKey())) {
                for (String cookie : entry.getValue()) {
                    single.put(spelling(SET_COOKIE, cookies++), cookie);
                }
            } else {
                single.put(entry.getKey(), String.join(", ", entry.getValue()));
            }
        }
        return single;
    }

    /** Returns the name with the letters in upper case whose bit is set. */
    private static String spelling(String name, int bits) {
        StringBuilder spelt = new StringBuilder(name);
        int remaining = bits;
        for (int i = 0; i < name.length(); i++) {
            if (Character.isLetter(name.charAt(i))) {
                if ((remaining & 1) == 1) {
                    spelt.setCharAt(i, Character.toUpperCase(name.charAt(i)));
                }
                remaining >>= 1;
            }
        }
        return spelt.toString();
    }

    /** Returns the headers of a response: an object, or a list of lines if a name has several values. */
    public static Object headers(Map<String, List<String>> headers) {
        if (headers.values().stream().allMatch(values -> values.size() == 1)) {
            Map<String, String> single = new LinkedHashMap<>();
            headers.forEach((name, values) -> single.put(name, values.get(0)));
            return single;
        }
        return headers.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + ": " + value))
                .toList();
    }
}
