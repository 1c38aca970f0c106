package dev.iii.sdk;

import dev.iii.sdk.http.HttpRequest;
import java.util.Optional;
import java.util.UUID;

/** One call of a function, seen by its handler. Thread-safe. */
public interface Invocation {

    /** The id of the call; unique. */
    UUID id();

    /** The function that is called. */
    String functionId();

    /** The payload as it came, without any reading: behind an http trigger the whole envelope. */
    Json payload();

    /** What the caller or the trigger gave beside the payload. */
    Optional<Json> metadata();

    /** The HTTP request, when the function was called by an http trigger. */
    Optional<HttpRequest> http();

    /** The worker that made the call, when it was one and its payload is an object. */
    Optional<String> callerWorkerId();

    /** W3C trace context of the call. */
    Optional<String> traceparent();

    /** W3C baggage of the call. */
    Optional<String> baggage();

    /** Whether nobody will get the answer: the connection is gone, or the worker was closed and could not wait longer. */
    boolean isCancelled();

    /** The worker that runs the function, to make calls with. */
    Worker worker();
}
