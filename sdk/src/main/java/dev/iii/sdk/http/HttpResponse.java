package dev.iii.sdk.http;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.http.HttpWire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response with a custom status and headers. A handler that needs neither returns its value: it becomes the
 * JSON body of a response with status 200, or status 204 if it is {@code null}. Immutable if its body is.
 *
 * <p>If a worker calls the function, it receives only the body. For a {@link StreamingBody} it receives a channel to
 * read from, as {@link dev.iii.sdk.channel.ChannelReader}.
 *
 * @param status the status, from 200 to 599
 * @param headers the values of each header by name
 * @param body a value that is written as JSON; a string that is sent unchanged if the headers name another content type
 *     than JSON; a {@link StreamingBody}; or {@code null} for no body
 */
public record HttpResponse(
        int status,
        Map<String, List<String>> headers,
        @Nullable Object body) {

    private static final String CONTENT_TYPE = "content-type";

    /**
     * Checks and copies the headers.
     *
     * @throws IllegalArgumentException if the status is out of range, or the name or a value of a header is invalid
     */
    public HttpResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is " + status + "; it must be from 200 to 599");
        }
        Map<String, List<String>> checked = new LinkedHashMap<>();
        Arguments.notNull(headers, "headers").forEach((name, values) -> {
            HttpWire.checkName(name);
            values.forEach(value -> HttpWire.checkValue(name, value));
            checked.put(name, List.copyOf(values));
        });
        headers = Map.copyOf(checked);
    }

    /** Creates a response without custom headers. */
    public static HttpResponse of(int status, @Nullable Object body) {
        return new HttpResponse(status, Map.of(), body);
    }

    /** Creates a response of the content type {@code text/plain} in UTF-8. */
    public static HttpResponse text(int status, String text) {
        return of(status, Arguments.notNull(text, "text")).withHeader(CONTENT_TYPE, "text/plain; charset=utf-8");
    }

    /** Creates a response of the content type {@code text/html} in UTF-8. */
    public static HttpResponse html(int status, String page) {
        return of(status, Arguments.notNull(page, "page")).withHeader(CONTENT_TYPE, "text/html; charset=utf-8");
    }

    /** Creates a response with status 200 and bytes of any content type, for example an image. */
    public static HttpResponse bytes(String contentType, byte[] bytes) {
        byte[] body = Arguments.notNull(bytes, "bytes");
        return stream(contentType, out -> out.write(body));
    }

    /**
     * Creates a response with status 200 whose body is written while it is sent (engine behaviour, section 14). Status
     * and headers are sent together with the first bytes.
     *
     * @param writer writes the body; called once, on the thread of the handler, after the handler has returned
     */
    public static HttpResponse stream(String contentType, StreamingBody writer) {
        return of(200, Arguments.notNull(writer, "writer"))
                .withHeader(CONTENT_TYPE, Arguments.notBlank(contentType, "content type"));
    }

    /**
     * Creates a response with server-sent events, for {@code EventSource} in browsers. The client sees the connection
     * as open before the first event.
     *
     * @param source sends the events; called once, on the thread of the handler, after the handler has returned. The
     *     response ends when it returns
     */
    public static HttpResponse events(EventSource source) {
        Arguments.notNull(source, "source");
        StreamingBody body = out -> {
            ServerSentEvents events = new ServerSentEvents(out);
            events.comment("");
            source.sendTo(events);
        };
        return stream("text/event-stream", body).withHeader("cache-control", "no-cache");
    }

    /** Returns a copy of this response with this value as the only value of the header. */
    public HttpResponse withHeader(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        Arguments.notNull(name, "header name");
        more.keySet().removeIf(other -> other.equalsIgnoreCase(name));
        more.put(name, List.of(Arguments.notNull(value, "header value")));
        return new HttpResponse(status, more, body);
    }

    /**
     * Returns a copy of this response with another value of the header, for example a further {@code set-cookie}. In a
     * streamed response, the values of other headers are joined with commas, and cookies arrive in no fixed order.
     */
    public HttpResponse withAddedHeader(String name, String value) {
        Arguments.notNull(name, "header name");
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        String key = more.keySet().stream()
                .filter(other -> other.equalsIgnoreCase(name))
                .findFirst()
                .orElse(name);
        List<String> values = new ArrayList<>(more.getOrDefault(key, List.of()));
        values.add(Arguments.notNull(value, "header value"));
        more.put(key, values);
        return new HttpResponse(status, more, body);
    }

    /** Returns a copy of this response with another status. */
    public HttpResponse withStatus(int newStatus) {
        return new HttpResponse(newStatus, headers, body);
    }

    /** Returns the first value of a header. The name is not case-sensitive. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** Returns all values of a header. The name is not case-sensitive. */
    public List<String> headers(String name) {
        Arguments.notNull(name, "header name");
        return headers.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** Returns the status without headers and body, which may contain secrets. */
    @Override
    public String toString() {
        return "HttpResponse[" + status + "]";
    }
}
