package dev.iii.sdk.http.middleware;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.http.HttpRequest;

/**
 * Says whether a request is taken at all (engine behaviour, section 14), for the routes that name it with
 * {@link dev.iii.sdk.trigger.HttpTrigger#condition}. It sees everything but the bytes of the body. Implementations are
 * thread-safe: several requests are looked at at the same time.
 */
@FunctionalInterface
public interface HttpCondition {

    /**
     * Whether the request is taken; when not, the client gets 422. Called on a thread for handlers.
     *
     * @throws dev.iii.sdk.error.FunctionException answers the client with 500 and shows it code and message
     * @throws Exception anything else answers the client with 500 and tells it nothing of the inside
     */
    boolean test(HttpRequest request, Invocation call) throws Exception;
}
