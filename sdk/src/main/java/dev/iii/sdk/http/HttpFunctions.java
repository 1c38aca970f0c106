package dev.iii.sdk.http;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionException;
import dev.iii.sdk.InputType;
import dev.iii.sdk.InvalidRequestException;
import dev.iii.sdk.Json;
import dev.iii.sdk.internal.http.HttpWire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
            answer.put("headers", HttpWire.headers(response.headers()));
            answer.put("body", response.body());
            return Map.of("action", "respond", "response", answer);
        }
        return Map.of("action", "continue");
    }

    private static HttpRequest request(Json request, String what) {
        String method = text(request.field("method")).orElse("");
        if (method.isEmpty() || !request.field("headers").text().startsWith("{")) {
            throw new InvalidRequestException(List.of(new InvalidRequestException.FieldError(
                    "", "this function is " + what + " of http triggers; the payload holds no request")));
        }
        Map<String, String> pathParams = texts(request.field("path_params"));
        pathParams.replaceAll((name, value) -> HttpWire.percentDecode(value));
        return new HttpRequest(
                method.toUpperCase(Locale.ROOT),
                text(request.field("path")).orElse(""),
                pathParams,
                texts(request.field("query_params")),
                texts(request.field("headers")),
                request.field("body"));
    }

    private static Optional<String> text(Json json) {
        return json.text().startsWith("\"") ? Optional.ofNullable(json.as(String.class)) : Optional.empty();
    }

    private static Map<String, String> texts(Json object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.fields().forEach((name, value) -> text(value).ifPresent(text -> texts.put(name, text)));
        return texts;
    }
}
