package dev.iii.sdk.internal.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parts of requests and answers as they are between engine and worker. */
public final class HttpWire {

    private HttpWire() {}

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
