package dev.iii.stub.httpfunctions;

import java.time.Duration;
import java.util.Map;

/**
 * The settings for calling a function over HTTP. Immutable.
 *
 * @param functionId the id of the function
 * @param target the URL
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param headers the headers that are added to the default headers of every request, or replace them
 * @param timeout the timeout of the whole exchange
 * @param credentials the credentials of the request
 */
record Endpoint(
        String functionId,
        TargetUrl target,
        String method,
        Map<String, String> headers,
        Duration timeout,
        Credentials credentials) {

    /** Omits the headers, which may contain secrets. */
    @Override
    public String toString() {
        return "Endpoint[" + functionId + ", " + method + " " + target + "]";
    }
}
