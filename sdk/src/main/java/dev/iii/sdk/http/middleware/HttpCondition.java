package dev.iii.sdk.http.middleware;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.http.HttpRequest;

/**
 * Decides whether a request is accepted (engine behaviour, section 14). Register it with
 * {@link HttpFunctions#condition}; it applies to the routes that name it with
 * {@link dev.iii.sdk.trigger.HttpTrigger#condition}. It receives the whole request except the bytes of the body.
 * Implementations must be thread-safe, because several requests are checked at the same time.
 */
@FunctionalInterface
public interface HttpCondition {

    /**
     * Checks a request. May block; called on a handler thread.
     *
     * @return {@code true} if the request is accepted; otherwise the client receives status 422
     * @throws dev.iii.sdk.error.FunctionException if the check fails; the client receives status 500 with its code and
     *     message
     * @throws Exception any other failure: the client receives status 500 without details
     */
    boolean test(HttpRequest request, Invocation call) throws Exception;
}
