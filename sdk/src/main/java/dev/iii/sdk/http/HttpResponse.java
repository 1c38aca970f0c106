package dev.iii.sdk.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer with a status and headers of one's own. A handler that needs neither answers its value, which becomes
 * status 200 with the value as JSON, or 204 for {@code null}. A caller that is a worker gets the body alone.
 *
 * @param status from 200 to 599
 * @param headers by name
 * @param body any value, written as JSON unless the headers name another content type and it is a string
 */
public record HttpResponse(
        int status, Map<String, String> headers, @Nullable Object body) {

    /** @throws IllegalArgumentException when the status is not from 200 to 599 */
    public HttpResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is " + status + "; it must be from 200 to 599");
        }
        headers = Map.copyOf(headers);
    }

    /** An answer without headers of its own. */
    public static HttpResponse of(int status, @Nullable Object body) {
        return new HttpResponse(status, Map.of(), body);
    }

    /** The same with one more header. */
    public HttpResponse withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body);
    }
}
