package dev.iii.sdk.http;

/** What becomes of a request that a middleware has seen. */
public sealed interface MiddlewareDecision {

    /** It goes on, to the next middleware or to the function. It cannot be changed. */
    record Proceed() implements MiddlewareDecision {}

    /**
     * It ends here.
     *
     * @param response the answer; its body cannot be streamed
     */
    record Respond(HttpResponse response) implements MiddlewareDecision {

        /** @throws IllegalArgumentException when the body is streamed */
        public Respond {
            if (response.body() instanceof StreamingBody) {
                throw new IllegalArgumentException("a middleware cannot stream its answer");
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
