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
 * An HTTP answer with a status and headers of one's own. A handler that needs neither answers its value, which becomes
 * status 200 with the value as JSON, or 204 for {@code null}. Immutable as long as its body is.
 *
 * <p>A caller that is a worker gets the body alone; of a {@link StreamingBody} it gets a channel to read, as {@link
 * dev.iii.sdk.channel.ChannelReader}.
 *
 * @param status from 200 to 599
 * @param headers by name, each with its values
 * @param body any value, written as JSON unless the headers name another content type and it is a string; or a {@link
 *     StreamingBody}
 */
public record HttpResponse(
        int status,
        Map<String, List<String>> headers,
        @Nullable Object body) {

    private static final String CONTENT_TYPE = "content-type";

    /** @throws IllegalArgumentException when the status is not from 200 to 599, or a header cannot be sent */
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

    /** An answer without headers of its own. */
    public static HttpResponse of(int status, @Nullable Object body) {
        return new HttpResponse(status, Map.of(), body);
    }

    /** A text, {@code text/plain} in UTF-8. */
    public static HttpResponse text(int status, String text) {
        return of(status, Arguments.notNull(text, "text")).withHeader(CONTENT_TYPE, "text/plain; charset=utf-8");
    }

    /** A page, {@code text/html} in UTF-8. */
    public static HttpResponse html(int status, String page) {
        return of(status, Arguments.notNull(page, "page")).withHeader(CONTENT_TYPE, "text/html; charset=utf-8");
    }

    /** Bytes of any type, for example a picture. */
    public static HttpResponse bytes(String contentType, byte[] bytes) {
        byte[] body = Arguments.notNull(bytes, "bytes");
        return stream(contentType, out -> out.write(body));
    }

    /**
     * An answer that is written piece by piece (engine behaviour, section 14), with status 200. Status and headers leave
     * with the first bytes.
     *
     * @param writer called once, on the handler's thread, after the handler has returned
     */
    public static HttpResponse stream(String contentType, StreamingBody writer) {
        return of(200, Arguments.notNull(writer, "writer"))
                .withHeader(CONTENT_TYPE, Arguments.notBlank(contentType, "content type"));
    }

    /**
     * Server-sent events, for {@code EventSource} in browsers. The connection is open for the client before the first
     * event.
     *
     * @param source called once, on the handler's thread, after the handler has returned; the answer ends when it returns
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

    /** The same with this value, and only this, for the header. */
    public HttpResponse withHeader(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        Arguments.notNull(name, "header name");
        more.keySet().removeIf(other -> other.equalsIgnoreCase(name));
        more.put(name, List.of(Arguments.notNull(value, "header value")));
        return new HttpResponse(status, more, body);
    }

    /**
     * The same with one more value for the header, for example a further {@code set-cookie}. In a streamed answer the values
     * of other headers arrive as one, with commas between them, and cookies in no order.
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

    /** The same with another status. */
    public HttpResponse withStatus(int newStatus) {
        return new HttpResponse(newStatus, headers, body);
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** All values of a header, whatever the case of its name. */
    public List<String> headers(String name) {
        Arguments.notNull(name, "header name");
        return headers.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** Leaves headers and body out: they may hold secrets. */
    @Override
    public String toString() {
        return "HttpResponse[" + status + "]";
    }
}
