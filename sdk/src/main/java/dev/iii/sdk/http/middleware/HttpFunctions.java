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
import dev.iii.sdk.internal.http.HttpWire;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions that stand before the one that answers a request: middleware and conditions. Thread-safe. */
public final class HttpFunctions {

    private static final Logger log = LoggerFactory.getLogger(HttpFunctions.class);
    private static final String FAILED = "invocation_failed";

    private HttpFunctions() {}

    /**
     * A middleware, to be registered like every function.
     *
     * @param id the function id, to be named in {@link dev.iii.sdk.trigger.HttpTrigger#middleware}
     */
    public static FunctionDefinition<HttpRequest> middleware(String id, HttpMiddleware middleware) {
        Arguments.notNull(middleware, "middleware");
        return FunctionDefinition.of(
                id, InputType.readBy(json -> request(json.field("request"), "a middleware")), (request, call) -> {
                    try {
                        MiddlewareDecision decision = middleware.decide(request, call);
                        // Nothing is no permission.
                        return answer(Objects.requireNonNull(decision, "the middleware has decided nothing"));
                    } catch (Exception e) {
                        return answer(
                                MiddlewareDecision.respond(problem(e, call).response()));
                    }
                });
    }

    /** As the failure of a function: the client hears nothing of the inside. */
    private static ProblemDetails problem(Exception thrown, Invocation call) {
        Throwable failure = failure(thrown, call);
        return failure instanceof FunctionException e
                ? ProblemDetails.of(e)
                : ProblemDetails.of(500, "The request could not be checked; the log of the worker has more.")
                        .with("code", FAILED)
                        .with("invocation_id", call.id().toString());
    }

    private static Throwable failure(Exception thrown, Invocation call) {
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
     * A condition, to be registered like every function.
     *
     * @param id the function id, to be named in {@link dev.iii.sdk.trigger.HttpTrigger#condition}
     */
    public static FunctionDefinition<HttpRequest> condition(String id, HttpCondition condition) {
        Arguments.notNull(condition, "condition");
        return FunctionDefinition.of(id, InputType.readBy(json -> request(json, "a condition")), (request, call) -> {
            try {
                return condition.test(request, call);
            } catch (Exception e) {
                // The engine shows the client what it is told.
                throw failure(e, call) instanceof FunctionException meant
                        ? meant
                        : new FunctionException(FAILED, "the condition failed; the log of its worker has more");
            }
        });
    }

    private static Object answer(MiddlewareDecision decision) {
        if (decision instanceof MiddlewareDecision.Respond respond) {
            HttpResponse response = respond.response();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("status_code", response.status());
            // A list of lines, which a function may answer, would cost all headers here.
            answer.put("headers", HttpWire.streamedHeaders(response.headers()));
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
