package dev.iii.sdk.http.middleware;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.http.HttpRequest;

/**
 * Looks at requests before their function does (engine behaviour, section 14), for all routes that name it with
 * {@link dev.iii.sdk.trigger.HttpTrigger#middleware}. It sees method, parameters and headers, neither body nor route.
 * Implementations are thread-safe: several requests are looked at at the same time.
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
     * Decides about one request. Called on a thread for handlers.
     *
     * @throws dev.iii.sdk.error.FunctionException answers the client with its status and a problem document
     * @return what becomes of the request; {@code null} is a failure, too
     * @throws Exception anything else answers the client with 500 and tells it nothing of the inside
     */
    MiddlewareDecision decide(HttpRequest request, Invocation call) throws Exception;
}
