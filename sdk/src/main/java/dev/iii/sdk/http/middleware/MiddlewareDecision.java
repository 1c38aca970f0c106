package dev.iii.sdk.http.middleware;

import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.StreamingBody;
import dev.iii.sdk.internal.check.Arguments;

/** The decision of a middleware about a request. Immutable. */
public sealed interface MiddlewareDecision {

    /** Continues with the next middleware or the function. The request cannot be changed. */
    record Proceed() implements MiddlewareDecision {}

    /**
     * Responds to the request without calling the function.
     *
     * <p>The engine writes the body of this response as JSON, whatever its content type is, and sends one value per
     * header; several values are joined with commas. The constructor rejects responses that this would corrupt.
     *
     * @param response the response; its body is written as JSON
     */
    record Respond(HttpResponse response) implements MiddlewareDecision {

        /**
         * Checks the response.
         *
         * @throws IllegalArgumentException if the body is streamed, if it is a string of another content type than
         *     JSON, or if there are two cookies
         */
        public Respond {
            Arguments.notNull(response, "response");
            if (response.body() instanceof StreamingBody) {
                throw new IllegalArgumentException("a middleware cannot stream its response");
            }
            String type = response.header("content-type").orElse("application/json");
            if (response.body() instanceof String && !type.contains("json")) {
                throw new IllegalArgumentException("the engine sends the response body of a middleware as JSON,"
                        + " but its content type is " + type + "; respond with JSON or with a redirect");
            }
            if (response.headers("set-cookie").size() > 1) {
                throw new IllegalArgumentException(
                        "a response of a middleware can have only one set-cookie header; set further cookies in the function");
            }
        }
    }

    /** Continues with the next middleware or the function. */
    static MiddlewareDecision proceed() {
        return new Proceed();
    }

    /**
     * Responds to the request without calling the function.
     *
     * @throws IllegalArgumentException if the engine would corrupt the response, see {@link Respond}
     */
    static MiddlewareDecision respond(HttpResponse response) {
        return new Respond(response);
    }
}
