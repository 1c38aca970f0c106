package dev.iii.stub.http;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the payloads that functions receive for a request (engine behaviour, section 14). */
final class RequestPayloads {

    private RequestPayloads() {}

    /**
     * The channels of a request.
     *
     * @param requestBody the channel from which the function reads the raw body
     * @param response the channel to which the function may write its response
     */
    record Bodies(Channel requestBody, Channel response) {

        void remove() {
            requestBody.remove();
            response.remove();
        }
    }

    /**
     * Builds the payload for the function of a route. For its condition, {@code bodies} is {@code null}, and the
     * payload contains no channels.
     */
    static RawJson of(RequestInput input, Route route, RawJson body, @Nullable Bodies bodies) {
        JsonBuffer out = new JsonBuffer();
        raw(out, "{\"query_params\":");
        strings(out, input.queryParameters());
        raw(out, ",\"path_params\":");
        strings(out, input.pathParameters());
        raw(out, ",\"headers\":");
        strings(out, input.headers());
        raw(out, ",\"path\":").string(route.pattern().text());
        raw(out, ",\"method\":").string(input.method());
        raw(out, ",\"body\":").raw(body);
        raw(out, ",\"trigger\":{\"type\":\"http\",\"path\":")
                .string(route.pattern().text());
        raw(out, ",\"method\":").string(input.method()).raw('}');
        if (bodies != null) {
            raw(out, ",\"request_body\":").raw(bodies.requestBody().readerReference());
            raw(out, ",\"response\":").raw(bodies.response().writerReference());
        }
        out.raw('}');
        return RawJson.wrap(out.array(), 0, out.length());
    }

    /** Builds the payload for a middleware function. */
    static RawJson ofMiddleware(RequestInput input) {
        JsonBuffer out = new JsonBuffer();
        raw(out, "{\"phase\":\"preHandler\",\"request\":{\"path_params\":");
        strings(out, input.pathParameters());
        raw(out, ",\"query_params\":");
        strings(out, input.queryParameters());
        raw(out, ",\"headers\":");
        strings(out, input.headers());
        raw(out, ",\"method\":").string(input.method());
        raw(out, "},\"context\":{}}");
        return RawJson.wrap(out.array(), 0, out.length());
    }

    private static void strings(JsonBuffer out, Map<String, String> values) {
        char before = '{';
        for (Map.Entry<String, String> entry : values.entrySet()) {
            out.raw(before).string(entry.getKey()).raw(':').string(entry.getValue());
            before = ',';
        }
        if (before == '{') {
            out.raw('{');
        }
        out.raw('}');
    }

    private static JsonBuffer raw(JsonBuffer out, String ascii) {
        return out.raw(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
