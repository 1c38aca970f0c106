package dev.iii.sdk.http.middleware;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.http.HttpRequest;

/**
 * Checks requests before their function is called (engine behaviour, section 14). Register it with
 * {@link HttpFunctions#middleware}; it applies to the routes that name it with
 * {@link dev.iii.sdk.trigger.HttpTrigger#middleware}. It receives method, parameters and headers, but neither body nor
 * route. Implementations must be thread-safe, because several requests are checked at the same time.
 *
 * <pre>{@code
 * worker.registerFunction(HttpFunctions.middleware("mw::signed-in", (request, call) -> request.header("authorization")
 *         .map(token -> MiddlewareDecision.proceed())
 *         .orElseGet(() -> MiddlewareDecision.respond(ProblemDetails.of(401, "sign in first").response()))));
 * }</pre>
 */
@FunctionalInterface
public interface HttpMiddleware {

    /**
     * Decides about one request. May block; called on a handler thread.
     *
     * @return the decision; {@code null} is treated as a failure
     * @throws dev.iii.sdk.error.FunctionException if the request is rejected; the client receives its status and a
     *     problem document
     * @throws Exception any other failure: the client receives status 500 without details
     */
    MiddlewareDecision decide(HttpRequest request, Invocation call) throws Exception;
}
