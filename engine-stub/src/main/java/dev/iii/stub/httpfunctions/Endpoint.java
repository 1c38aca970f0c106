package dev.iii.stub.httpfunctions;

import java.time.Duration;
import java.util.Map;

/**
 * How a function is called.
 *
 * @param functionId the id under which it is registered
 * @param target where
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param headers in addition to those that every request has, or in place of them
 * @param timeout for the whole exchange
 * @param credentials what the request proves itself with
 */
record Endpoint(
        String functionId,
        Target target,
        String method,
        Map<String, String> headers,
        Duration timeout,
        Credentials credentials) {

    /** Without headers, which may hold secrets. */
    @Override
    public String toString() {
        return "Endpoint[" + functionId + ", " + method + " " + target + "]";
    }
}
