package dev.iii.sdk.http.middleware;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.ProblemDetails;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.failure.Causes;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.http.HttpWire;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the functions that run before the function of a route: middleware and conditions. Thread-safe. */
public final class HttpFunctions {

    private static final Logger log = LoggerFactory.getLogger(HttpFunctions.class);

    private HttpFunctions() {}

    /**
     * Creates a middleware. It is registered like any other function.
     *
     * @param id the function id, which {@link dev.iii.sdk.trigger.HttpTrigger#middleware} refers to
     */
    public static FunctionDefinition<HttpRequest> middleware(String id, HttpMiddleware middleware) {
        Arguments.notNull(middleware, "middleware");
        return FunctionDefinition.of(
                id, InputType.readBy(json -> request(json.field("request"), "a middleware")), (request, call) -> {
                    try {
                        MiddlewareDecision decision = middleware.decide(request, call);
                        // A missing decision must not let the request pass.
                        return answer(Objects.requireNonNull(decision, "the middleware returned null"));
                    } catch (Exception | Error e) {
                        return answer(
                                MiddlewareDecision.respond(problem(e, call).response()));
                    }
                });
    }

    /** Returns the problem that a failed function would return: the client receives no internal details. */
    private static ProblemDetails problem(Throwable thrown, Invocation call) {
        Throwable failure = failure(thrown, call);
        return failure instanceof FunctionException e
                ? ProblemDetails.of(e)
                : ProblemDetails.of(500, "The request could not be checked; see the log of the worker.")
                        .with("code", Failures.INVOCATION_FAILED)
                        .with("invocation_id", call.id().toString());
    }

    private static Throwable failure(Throwable thrown, Invocation call) {
        Throwable failure = Causes.root(thrown);
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (!(failure instanceof FunctionException)) {
            log.error("{} failed (invocation {})", call.functionId(), call.id(), failure);
        }
        return failure;
    }

    /**
     * Creates a condition. It is registered like any other function.
     *
     * @param id the function id, which {@link dev.iii.sdk.trigger.HttpTrigger#condition} refers to
     */
    public static FunctionDefinition<HttpRequest> condition(String id, HttpCondition condition) {
        Arguments.notNull(condition, "condition");
        return FunctionDefinition.of(id, InputType.readBy(json -> request(json, "a condition")), (request, call) -> {
            try {
                return condition.test(request, call);
            } catch (Exception | Error e) {
                // The engine passes the error on to the client, so it must not contain internal details.
                throw failure(e, call) instanceof FunctionException intended
                        ? intended
                        : new FunctionException(
                                Failures.INVOCATION_FAILED, "the condition failed; see the log of its worker");
            }
        });
    }

    private static Object answer(MiddlewareDecision decision) {
        if (decision instanceof MiddlewareDecision.Respond respond) {
            HttpResponse response = respond.response();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("status_code", response.status());
            // Here the engine ignores all headers if they are a list of lines.
            answer.put("headers", HttpWire.streamedHeaders(response.headers()));
            answer.put("body", response.body());
            return Map.of("action", "respond", "response", answer);
        }
        return Map.of("action", "continue");
    }

    private static HttpRequest request(Json request, String what) {
        String method = string(request.field("method"));
        if (method.isEmpty() || !request.field("headers").text().startsWith("{")) {
            throw InvalidRequestException.whole(
                    "this function is " + what + " for http triggers, but the payload does not contain a request");
        }
        Map<String, String> pathParams = JsonFields.strings(request.field("path_params"));
        pathParams.replaceAll((name, value) -> HttpWire.percentDecode(value));
        return new HttpRequest(
                method.toUpperCase(Locale.ROOT),
                string(request.field("path")),
                pathParams,
                JsonFields.strings(request.field("query_params")),
                JsonFields.strings(request.field("headers")),
                request.field("body"));
    }

    private static String string(Json json) {
        String string = JsonFields.stringOrNull(json);
        return string == null ? "" : string;
    }
}
