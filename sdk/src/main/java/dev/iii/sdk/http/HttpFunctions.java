package dev.iii.sdk.http;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionException;
import dev.iii.sdk.InputType;
import dev.iii.sdk.InvalidRequestException;
import dev.iii.sdk.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The functions that stand before the one that answers a request: middleware and conditions. */
public final class HttpFunctions {

    private HttpFunctions() {}

    /**
     * A middleware, to be registered like every function.
     *
     * @param id the function id, to be named in {@link dev.iii.sdk.trigger.HttpTrigger#middleware}
     */
    public static FunctionDefinition<HttpRequest> middleware(String id, HttpMiddleware middleware) {
        Objects.requireNonNull(middleware, "middleware");
        return FunctionDefinition.of(
                id, InputType.readBy(json -> request(json.field("request"), "a middleware")), (request, call) -> {
                    try {
                        return answer(middleware.decide(request, call));
                    } catch (FunctionException e) {
                        return answer(
                                MiddlewareDecision.respond(ProblemDetails.of(e).response()));
                    }
                });
    }

    /**
     * A condition, to be registered like every function.
     *
     * @param id the function id, to be named in {@link dev.iii.sdk.trigger.HttpTrigger#condition}
     */
    public static FunctionDefinition<HttpRequest> condition(String id, HttpCondition condition) {
        Objects.requireNonNull(condition, "condition");
        return FunctionDefinition.of(
                id,
                InputType.readBy(json -> request(json, "a condition")),
                (request, call) -> condition.test(request, call));
    }

    private static Object answer(MiddlewareDecision decision) {
        if (decision instanceof MiddlewareDecision.Respond respond) {
            HttpResponse response = respond.response();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("status_code", response.status());
            answer.put("headers", wireHeaders(response));
            answer.put("body", response.body());
            return Map.of("action", "respond", "response", answer);
        }
        return Map.of("action", "continue");
    }

    /** An object, or lines when a name has several values. */
    private static Object wireHeaders(HttpResponse response) {
        if (response.headers().values().stream().allMatch(values -> values.size() == 1)) {
            Map<String, String> single = new LinkedHashMap<>();
            response.headers().forEach((name, values) -> single.put(name, values.get(0)));
            return single;
        }
        return response.headers().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + ": " + value))
                .toList();
    }

    private static HttpRequest request(Json request, String what) {
        if (!(read(request.field("method")) instanceof String method) || !isObject(request.field("headers"))) {
            throw new InvalidRequestException(List.of(new InvalidRequestException.FieldError(
                    "", "this function is " + what + " of http triggers; the payload holds no request")));
        }
        Map<String, String> pathParams = texts(request.field("path_params"));
        pathParams.replaceAll((name, value) -> percentDecode(value));
        return new HttpRequest(
                method.toUpperCase(Locale.ROOT),
                read(request.field("path")) instanceof String path ? path : "",
                pathParams,
                texts(request.field("query_params")),
                texts(request.field("headers")),
                request.field("body"));
    }

    private static boolean isObject(Json json) {
        return json.text().startsWith("{");
    }

    private static Object read(Json json) {
        return json.text().startsWith("\"") ? String.valueOf(json.as(String.class)) : Json.NULL;
    }

    private static Map<String, String> texts(Json object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.fields().forEach((name, value) -> {
            if (read(value) instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    private static String percentDecode(String value) {
        try {
            // A plus sign is a plus sign in a path.
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
