package dev.iii.sdk.http.middleware;

import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.StreamingBody;
import dev.iii.sdk.internal.check.Arguments;

/** What becomes of a request that a middleware has seen. Immutable. */
public sealed interface MiddlewareDecision {

    /** It goes on, to the next middleware or to the function. It cannot be changed. */
    record Proceed() implements MiddlewareDecision {}

    /**
     * It ends here.
     *
     * <p>The engine writes the body of such an answer as JSON, whatever its content type, and takes one value for a header:
     * several are joined by commas. What it would distort is refused here.
     *
     * @param response the answer; its body is written as JSON
     */
    record Respond(HttpResponse response) implements MiddlewareDecision {

        /** @throws IllegalArgumentException when the body is streamed, or a text of another type than JSON, or there are two cookies */
        public Respond {
            Arguments.notNull(response, "response");
            if (response.body() instanceof StreamingBody) {
                throw new IllegalArgumentException("a middleware cannot stream its answer");
            }
            String type = response.header("content-type").orElse("application/json");
            if (response.body() instanceof String && !type.contains("json")) {
                throw new IllegalArgumentException("the engine writes what a middleware answers as JSON, it cannot be "
                        + type + "; answer with JSON or with a redirect");
            }
            if (response.headers("set-cookie").size() > 1) {
                throw new IllegalArgumentException(
                        "the engine sends one set-cookie of a middleware; let the function set more");
            }
        }
    }

    /** Lets the request go on. */
    static MiddlewareDecision proceed() {
        return new Proceed();
    }

    /** Answers in the place of the function. */
    static MiddlewareDecision respond(HttpResponse response) {
        return new Respond(response);
    }
}
