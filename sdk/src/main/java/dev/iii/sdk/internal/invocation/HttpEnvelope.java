package dev.iii.sdk.internal.invocation;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.ProblemDetails;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.http.HttpWire;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The payload of an http trigger, which contains the whole request, and the result that it expects (engine behaviour,
 * section 14).
 *
 * <p>Both an http trigger and a worker can call a function. From an envelope, the handler gets one object with
 * the query parameters, the fields of the body and the path parameters. If a name occurs in several of them, the later one
 * wins. If the body is not an object, the handler gets the body. The result becomes the body of the HTTP response.
 */
final class HttpEnvelope {

    private static final byte[] MARKER = "\"request_body\"".getBytes(StandardCharsets.US_ASCII);

    /** The beginning of the message about a value that is missing. */
    private static final String MISSING = "missing";

    private final Map<String, Json> envelope;

    private HttpEnvelope(Map<String, Json> envelope) {
        this.envelope = envelope;
    }

    /** Reads an envelope. Returns {@code null} if the payload is not an envelope, which is the common case. */
    static @Nullable HttpEnvelope of(RawJson payload) {
        if (!payload.isObject() || !containsMarker(payload)) {
            return null;
        }
        HttpEnvelope envelope =
                new HttpEnvelope(JsonValue.of(payload, StandardCodec.INSTANCE).fields());
        // The engine adds this field to the payload of a direct call, but not to a message of a topic or a queue.
        // Invoker
        // therefore also looks at the triggers of the function.
        boolean http =
                "http".equals(JsonFields.stringOrNull(envelope.field("trigger").field("type")))
                        && JsonValue.raw(envelope.field("request_body")).isObject()
                        && JsonValue.raw(envelope.field("response")).isObject()
                        && !envelope.envelope.containsKey("_caller_worker_id");
        return http ? envelope : null;
    }

    private Json field(String name) {
        return envelope.getOrDefault(name, Json.NULL);
    }

    private String text(String name) {
        return Objects.requireNonNullElse(JsonFields.stringOrNull(field(name)), "");
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

    /**
     * Returns the payload for the handler.
     *
     * @param type the type of the input; {@code null} if the codec does not read it
     * @throws InvalidRequestException if the body is not valid JSON
     */
    RawJson input(@Nullable Type type, JsonCodec codec) {
        Json body = field("body");
        if (!body.isNull() && !JsonValue.raw(body).isObject()) {
            return JsonValue.raw(body);
        }
        if (body.isNull() && HttpWire.hasInvalidJson(strings("headers"))) {
            throw invalidBody();
        }
        Map<String, String> query = strings("query_params");
        Map<String, String> path = pathParams();
        Map<String, String> all = new HashMap<>(query);
        all.putAll(JsonFields.strings(body));
        all.putAll(path);
        Map<String, Json> merged = new LinkedHashMap<>();
        addParameters(merged, query, all, type, codec);
        merged.putAll(body.fields());
        addParameters(merged, path, all, type, codec);
        return JsonValue.raw(Json.object(merged));
    }

    private static void addParameters(
            Map<String, Json> input,
            Map<String, String> parameters,
            Map<String, String> all,
            @Nullable Type type,
            JsonCodec codec) {
        if (parameters.isEmpty()) {
            return;
        }
        JacksonCodec jackson = StandardCodec.jackson(codec);
        if (type != null && jackson != null) {
            jackson.parameters(type, parameters, all)
                    .forEach((name, value) -> input.put(name, JsonValue.of(value, codec)));
        } else {
            parameters.forEach((name, text) -> input.put(name, Json.of(text)));
        }
    }

    /**
     * Returns the better of two reasons why the input cannot be read. The engine may not have read the body, because it is not
     * valid JSON or has another content type. Missing fields are then only a consequence.
     */
    InvalidRequestException explain(InvalidRequestException failure) {
        if (!field("body").isNull()) {
            return failure;
        }
        Map<String, String> headers = strings("headers");
        if (HttpWire.mayHaveInvalidJson(headers)) {
            return invalidBody();
        }
        boolean isMissing =
                failure.errors().stream().anyMatch(error -> error.message().startsWith(MISSING));
        String unread = isMissing ? HttpWire.unreadBody(headers) : null;
        return unread == null ? failure : new InvalidRequestException("body", unread);
    }

    private static InvalidRequestException invalidBody() {
        return new InvalidRequestException("body", HttpWire.INVALID_JSON);
    }

    /** Creates the request. Must be called once, because the bytes of the body can be read only once. */
    HttpRequest request(JsonCodec codec, Function<ChannelRef, ChannelReader> open) {
        return new HttpRequest(
                text("method").toUpperCase(Locale.ROOT),
                text("path"),
                pathParams(),
                strings("query_params"),
                strings("headers"),
                JsonValue.of(JsonValue.raw(field("body")), codec),
                open.apply(ref("request_body", ChannelRef.Direction.READ)));
    }

    /** Returns the channel for a streamed response. */
    ChannelRef responseRef() {
        return ref("response", ChannelRef.Direction.WRITE);
    }

    private ChannelRef ref(String field, ChannelRef.Direction direction) {
        Map<String, String> ref = strings(field);
        return new ChannelRef(ref.getOrDefault("channel_id", ""), ref.getOrDefault("access_key", ""), direction);
    }

    private Map<String, String> strings(String field) {
        return JsonFields.strings(field(field));
    }

    /** Returns the path parameters, decoded: the engine does not decode them. */
    private Map<String, String> pathParams() {
        Map<String, String> values = strings("path_params");
        values.replaceAll((name, value) -> HttpWire.percentDecode(value));
        return values;
    }

    /**
     * Returns the result for the engine. A missing value becomes status 204, because without a result the client would wait.
     *
     * @param body writes the body
     */
    static RawJson result(@Nullable Object value, Function<@Nullable Object, RawJson> body) {
        HttpResponse response = value instanceof HttpResponse given
                ? given
                : HttpResponse.of(value == null || isJsonNull(value) ? 204 : 200, value);
        boolean empty = response.body() == null || isJsonNull(response.body());
        Object headers = empty ? HttpWire.headersOfNothing(response.headers()) : HttpWire.headers(response.headers());
        // The bytes of the body are not parsed, because that could change numbers.
        return RawJson.wrap(new JsonBuffer()
                .raw(ascii("{\"status_code\":" + response.status() + ",\"headers\":"))
                .raw(write(headers))
                .raw(ascii(",\"body\":"))
                .raw(body.apply(response.body()))
                .raw('}')
                .toByteArray());
    }

    private static RawJson write(@Nullable Object value) {
        return Payloads.write(value, StandardCodec.INSTANCE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns a problem document (RFC 9457). For an unexpected failure it contains the invocation id, but no details. */
    static RawJson problem(Throwable failure, UUID invocationId) {
        if (failure instanceof FunctionException e && !Failures.isInternal(e)) {
            return result(ProblemDetails.of(e).response(), HttpEnvelope::write);
        }
        return problem(
                failure,
                failure instanceof OverloadedException
                        ? "A function that this function needs is overloaded; try again later."
                        : "The function failed; see the log of its worker.",
                invocationId);
    }

    /** Returns a problem document for a request that was refused before the handler has run. */
    static RawJson overloaded(OverloadedException refusal, UUID invocationId) {
        return problem(
                refusal, "The limit of concurrent calls of the function is reached; try again later.", invocationId);
    }

    private static RawJson problem(Throwable failure, String detail, UUID invocationId) {
        ProblemDetails problem = ProblemDetails.of(Failures.httpStatus(failure), detail)
                .with("code", Failures.httpCode(failure))
                .with("invocation_id", invocationId.toString());
        return result(problem.response(), HttpEnvelope::write);
    }

    /** Returns a problem document with the status of the failure, for a failure whose problem document is too large. */
    static RawJson shortProblem(Throwable failure, UUID invocationId) {
        ProblemDetails problem = ProblemDetails.of(
                        Failures.httpStatus(failure),
                        "The error of the function is too large to be sent; see the log of its worker.")
                .with("code", FrameLimit.shortened(Failures.httpCode(failure), FrameLimit.MAX_ID))
                .with("invocation_id", invocationId.toString());
        return result(problem.response(), HttpEnvelope::write);
    }

    private static boolean isJsonNull(@Nullable Object value) {
        return value instanceof Json json && json.isNull();
    }
}
