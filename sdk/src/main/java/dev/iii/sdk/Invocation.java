package dev.iii.sdk;

import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.UUID;

/** One invocation of a function, as its handler sees it. Thread-safe. */
public interface Invocation {

    /** Returns the unique id of the invocation. */
    UUID id();

    /** Returns the id of the function that was called. */
    String functionId();

    /** Returns the unparsed payload; for a function behind an http trigger, the whole envelope of the request. */
    Json payload();

    /** Returns the metadata that the caller or the trigger sent in addition to the payload. */
    Optional<Json> metadata();

    /** Returns the HTTP request if an http trigger called the function. */
    Optional<HttpRequest> http();

    /** Returns the id of the worker that made the call, if a worker made it and the payload is an object. */
    Optional<String> callerWorkerId();

    /** Returns the W3C trace context of the call. */
    Optional<String> traceparent();

    /** Returns the W3C baggage of the call. */
    Optional<String> baggage();

    /**
     * Returns {@code true} if no caller will receive the result: the connection was lost, or the worker was closed and its
     * drain time is over.
     */
    boolean isCancelled();

    /** Returns the worker that runs the function, for example to make calls. */
    Worker worker();
}
