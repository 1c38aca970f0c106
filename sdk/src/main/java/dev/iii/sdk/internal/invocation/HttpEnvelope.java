package dev.iii.sdk.internal.invocation;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.ProblemDetails;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.http.HttpWire;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The payload of an http trigger, which contains the whole request, and the result that it expects (engine behaviour,
 * section 14).
 *
 * <p>Both an http trigger and a worker can call a function. From an envelope, the handler gets one object with
 * the query parameters, the fields of the body and the path parameters. If a name occurs in several of them, the later one
 * wins. If the body is not an object, the handler gets the body. The result becomes the body of the HTTP response.
 */
final class HttpEnvelope {

    private static final ObjectMapper MAPPER = JacksonCodec.INSTANCE.mapper();
    private static final byte[] MARKER = "\"request_body\"".getBytes(StandardCharsets.US_ASCII);

    private final ObjectNode envelope;

    private HttpEnvelope(ObjectNode envelope) {
        this.envelope = envelope;
    }

    /** Reads an envelope. Returns {@code null} if the payload is not an envelope, which is the common case. */
    static @Nullable HttpEnvelope of(RawJson payload) {
        if (!payload.isObject() || !containsMarker(payload)) {
            return null;
        }
        try {
            JsonNode tree = MAPPER.readTree(payload.array(), payload.offset(), payload.length());
            // The engine adds this field to the payloads of workers, so that no worker can pretend to be an http
            // trigger.
            boolean http = tree instanceof ObjectNode
                    && tree.path("trigger").path("type").asString("").equals("http")
                    && tree.path("request_body").isObject()
                    && tree.path("response").isObject()
                    && !tree.has("_caller_worker_id");
            return http ? new HttpEnvelope((ObjectNode) tree) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static boolean containsMarker(RawJson payload) {
        byte[] b = payload.array();
        int last = payload.offset() + payload.length() - MARKER.length;
        for (int i = payload.offset(); i <= last; i++) {
            if (b[i] == '"' && b[i + 1] == 'r' && b[i + 8] == '_') {
                int matched = 2;
                while (matched < MARKER.length && b[i + matched] == MARKER[matched]) {
                    matched++;
                }
                if (matched == MARKER.length) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the payload for the handler. */
    RawJson input() {
        JsonNode body = envelope.path("body");
        if (!body.isObject() && !body.isNull() && !body.isMissingNode()) {
            return RawJson.wrap(MAPPER.writeValueAsBytes(body));
        }
        ObjectNode merged = MAPPER.createObjectNode();
        strings("query_params").forEach(merged::put);
        body.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        pathParams().forEach(merged::put);
        return RawJson.wrap(MAPPER.writeValueAsBytes(merged));
    }

    /** Creates the request. Must be called once, because the bytes of the body can be read only once. */
    HttpRequest request(JsonCodec codec, Function<ChannelRef, ChannelReader> open) {
        JsonNode body = envelope.path("body");
        RawJson raw = body.isMissingNode() ? RawJson.NULL : RawJson.wrap(MAPPER.writeValueAsBytes(body));
        return new HttpRequest(
                envelope.path("method").asString("").toUpperCase(Locale.ROOT),
                envelope.path("path").asString(""),
                pathParams(),
                strings("query_params"),
                strings("headers"),
                JsonValue.of(raw, codec),
                open.apply(ref("request_body", ChannelRef.Direction.READ)));
    }

    /** Returns the channel for a streamed response. */
    ChannelRef responseRef() {
        return ref("response", ChannelRef.Direction.WRITE);
    }

    private ChannelRef ref(String field, ChannelRef.Direction direction) {
        JsonNode ref = envelope.path(field);
        return new ChannelRef(
                ref.path("channel_id").asString(""), ref.path("access_key").asString(""), direction);
    }

    private Map<String, String> strings(String field) {
        Map<String, String> values = new LinkedHashMap<>();
        envelope.path(field).properties().forEach(e -> {
            if (e.getValue().isString()) {
                values.put(e.getKey(), e.getValue().stringValue());
            }
        });
        return values;
    }

    /** Returns the path parameters, decoded: the engine does not decode them. */
    private Map<String, String> pathParams() {
        Map<String, String> values = strings("path_params");
        values.replaceAll((name, value) -> HttpWire.percentDecode(value));
        return values;
    }

    /** Returns the result for the engine. A missing value becomes status 204, because without a result the client would wait. */
    static RawJson result(@Nullable Object value, JsonCodec codec) {
        HttpResponse response = value instanceof HttpResponse given
                ? given
                : HttpResponse.of(value == null || isJsonNull(value) ? 204 : 200, value);
        ObjectNode result = MAPPER.createObjectNode();
        result.put("status_code", response.status());
        boolean empty = response.body() == null || isJsonNull(response.body());
        result.set(
                "headers",
                MAPPER.valueToTree(
                        empty ? HttpWire.headersOfNothing(response.headers()) : HttpWire.headers(response.headers())));
        return withBody(result, Payloads.write(response.body(), codec));
    }

    /** Returns a problem document (RFC 9457). For an unexpected failure it contains the invocation id, but no details. */
    static RawJson problem(Throwable failure, UUID invocationId) {
        ProblemDetails problem = failure instanceof FunctionException e
                ? ProblemDetails.of(e)
                : ProblemDetails.of(Failures.httpStatus(failure), detail(failure))
                        .with("code", Failures.httpCode(failure))
                        .with("invocation_id", invocationId.toString());
        return result(problem.response(), JacksonCodec.INSTANCE);
    }

    /** Returns a problem document with the status of the failure, for a failure whose problem document is too large. */
    static RawJson shortProblem(Throwable failure, UUID invocationId) {
        int status = failure instanceof FunctionException e ? e.httpStatus() : Failures.httpStatus(failure);
        ProblemDetails problem = ProblemDetails.of(
                        status, "The error of the function is too large to be sent; see the log of its worker.")
                .with("code", FrameLimit.shortened(Failures.httpCode(failure), FrameLimit.MAX_ID))
                .with("invocation_id", invocationId.toString());
        return result(problem.response(), JacksonCodec.INSTANCE);
    }

    private static String detail(Throwable failure) {
        return failure instanceof OverloadedException
                ? "The limit of concurrent calls of the function is reached; try again later."
                : "The function failed; see the log of its worker.";
    }

    private static boolean isJsonNull(@Nullable Object value) {
        return value instanceof Json json && json.isNull();
    }

    /** Inserts the bytes of the body without parsing them, because that could change numbers. */
    private static RawJson withBody(ObjectNode result, RawJson body) {
        byte[] head = MAPPER.writeValueAsBytes(result);
        byte[] name = ",\"body\":".getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + name.length + body.length()];
        System.arraycopy(head, 0, whole, 0, head.length - 1);
        System.arraycopy(name, 0, whole, head.length - 1, name.length);
        System.arraycopy(body.array(), body.offset(), whole, head.length - 1 + name.length, body.length());
        whole[whole.length - 1] = '}';
        return RawJson.wrap(whole);
    }
}
