package dev.iii.sdk.internal.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parts of requests and answers as they are between engine and worker. */
public final class HttpWire {

    private static final String CONTENT_TYPE = "content-type";
    private static final String SET_COOKIE = "set-cookie";

    private HttpWire() {}

    /** Refuses with {@link IllegalArgumentException} what is no name of a header. */
    public static void checkName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && ":\"(),/;<=>?@[]{}\\".indexOf(c) < 0)) {
            throw new IllegalArgumentException("not a header name: '" + name + "'");
        }
    }

    /** Refuses with {@link IllegalArgumentException} what a header cannot have; the message does not repeat it. */
    public static void checkValue(String name, String value) {
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 127))) {
            throw new IllegalArgumentException("the value of header '" + name + "' has a control character");
        }
    }

    /** A path parameter as it was meant, since the engine does not decode it; a broken escape stays as it is. */
    public static String percentDecode(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        try {
            // A plus sign is a plus sign in a path.
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /** Headers of an answer without a body: with a content type of its own, null is nothing at all for the engine. */
    public static Object headersOfNothing(Map<String, List<String>> headers) {
        if (headers.keySet().stream().anyMatch(CONTENT_TYPE::equalsIgnoreCase)) {
            return headers(headers);
        }
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(CONTENT_TYPE, List.of("application/json"));
        return headers(more);
    }

    /**
     * Headers of a streamed answer. The channel knows one value for a name. A list means the same as a repeated header, but
     * for cookies: each of these gets its name in letters of another case, which are different names for the channel and
     * the same one for HTTP.
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

    /** The name with those letters in upper case whose bit is set. */
    private static String spelling(String name, int bits) {
        StringBuilder spelt = new StringBuilder(name);
        int left = bits;
        for (int i = 0; i < name.length(); i++) {
            if (Character.isLetter(name.charAt(i))) {
                if ((left & 1) == 1) {
                    spelt.setCharAt(i, Character.toUpperCase(name.charAt(i)));
                }
                left >>= 1;
            }
        }
        return spelt.toString();
    }

    /** Headers of an answer: an object, or lines when a name has several values. */
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
