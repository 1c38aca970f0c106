package dev.iii.stub.http;

import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates the span of a request of a registered route (engine behaviour, section 18). */
final class HttpSpans {

    /** The attribute that is added when the status of the response is known. */
    static final String STATUS = "http.response.status_code";

    private HttpSpans() {}

    static Tracing.Span begin(Tracing tracing, RequestInput input, Route route) {
        Map<String, String> headers = input.headers();
        TraceContext cause = TraceContext.of(text(headers, "traceparent"), text(headers, "baggage"));
        Map<String, String> attributes = new LinkedHashMap<>();
        String scheme = headers.getOrDefault("x-forwarded-proto", "http");
        String query = input.query() == null ? "" : input.query();
        String host = input.header("host");
        attributes.put("http.request.method", input.method());
        attributes.put("http.route", route.pattern().text());
        attributes.put("url.path", input.path());
        attributes.put("url.query", query);
        attributes.put("url.scheme", scheme);
        attributes.put("url.full", scheme + "://" + host + input.path() + (query.isEmpty() ? "" : "?" + query));
        attributes.put("server.address", host);
        attributes.put("user_agent.original", input.header("user-agent"));
        attributes.put("http.request.header.content_type", input.header("content-type"));
        attributes.put("http.request.body.size", size(input.header("content-length")));
        attributes.put("iii.function.kind", route.trigger().functionId().startsWith("engine::") ? "internal" : "user");
        return tracing.begin(input.method() + " " + route.pattern().text(), cause, attributes);
    }

    private static String size(String contentLength) {
        return contentLength.isEmpty() ? "0" : contentLength;
    }

    private static @Nullable String text(Map<String, String> headers, String name) {
        String value = headers.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
