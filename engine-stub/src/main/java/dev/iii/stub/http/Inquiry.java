package dev.iii.stub.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a request says, as functions are told it (engine behaviour, section 14).
 *
 * @param method as sent
 * @param path as sent, not decoded
 * @param query as sent, {@code null} for none
 * @param pathParameters by name, not decoded
 * @param queryParameters by name, decoded
 * @param headers by lower-case name; of a repeated one the last value, and an empty text instead of a value that is not
 *     ASCII
 */
record Inquiry(
        String method,
        String path,
        @Nullable String query,
        Map<String, String> pathParameters,
        Map<String, String> queryParameters,
        Map<String, String> headers) {

    static Inquiry of(Request request, Target target, Route route) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.put(field.getName().toLowerCase(Locale.ROOT), ascii(field.getValue()));
        }
        return new Inquiry(
                request.getMethod(),
                target.path(),
                target.query(),
                route.pattern().parameters(target.path()),
                QueryString.parse(target.query()),
                headers);
    }

    private static String ascii(@Nullable String value) {
        return value != null && value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7F) ? value : "";
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Whether functions get the body as JSON. */
    boolean hasJsonBody() {
        return header("content-type").contains(Answer.JSON);
    }

    /** Leaves out what may be secret. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
