package dev.iii.stub.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The data of a request, in the form in which functions receive it (engine behaviour, section 14). Immutable.
 *
 * @param method the method, as it was sent
 * @param path the path, as it was sent; not decoded
 * @param query the query, as it was sent; {@code null} for none
 * @param pathParameters the path parameters by name; not decoded
 * @param queryParameters the query parameters by name; decoded
 * @param headers the headers by lower-case name; the last value of a repeated header, and an empty string for a value
 *     that is not ASCII
 */
record RequestInput(
        String method,
        String path,
        @Nullable String query,
        Map<String, String> pathParameters,
        Map<String, String> queryParameters,
        Map<String, String> headers) {

    static RequestInput of(Request request, RequestTarget target, Route route) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.put(field.getName().toLowerCase(Locale.ROOT), ascii(field.getValue()));
        }
        return new RequestInput(
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

    /** Returns {@code true} if functions receive the body as JSON. */
    boolean hasJsonBody() {
        return header("content-type").contains(HttpResponse.JSON);
    }

    /** Omits the query and the headers, which may contain secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
