package dev.iii.stub.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
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
 * @param contentType the first content type; an empty string if there is none, or if it is not ASCII
 */
record RequestInput(
        String method,
        String path,
        @Nullable String query,
        Map<String, String> pathParameters,
        Map<String, String> queryParameters,
        Map<String, String> headers,
        String contentType) {

    static RequestInput of(Request request, SentRequest sent, Route route) {
        RequestTarget target = sent.target();
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.put(SentRequest.name(field), ascii(sent.value(field)));
        }
        return new RequestInput(
                request.getMethod(),
                target.path(),
                target.query(),
                route.pattern().parameters(target.path()),
                QueryString.parse(target.query()),
                headers,
                ascii(request.getHeaders().get(HttpHeader.CONTENT_TYPE)));
    }

    private static String ascii(@Nullable String value) {
        return value != null && value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7F) ? value : "";
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Returns {@code true} if functions receive the body as JSON. */
    boolean hasJsonBody() {
        return contentType.contains(HttpResponse.JSON);
    }

    /** Omits the query and the headers, which may contain secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
