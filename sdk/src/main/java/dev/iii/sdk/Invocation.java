package dev.iii.sdk;

import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
     * Returns {@code true} if no caller will receive the result: the timeout of the function has expired, the connection was
     * lost, or the worker was closed and its drain time is over.
     */
    boolean isCancelled();

    /** Returns the worker that runs the function, for example to make calls. */
    Worker worker();

    /**
     * Returns a copy of this invocation with other metadata, for {@link FunctionInterceptor.Chain#proceed}.
     *
     * @param metadata a value that can be written as JSON, a {@link Json}, or {@code null} for none
     * @throws dev.iii.sdk.error.InvalidPayloadException if the metadata cannot be written
     */
    default Invocation withMetadata(@Nullable Object metadata) {
        Invocation original = this;
        Optional<Json> changed = metadata == null ? Optional.empty() : Optional.of(worker().json(metadata));
        return new Invocation() {
            @Override
            public UUID id() {
                return original.id();
            }

            @Override
            public String functionId() {
                return original.functionId();
            }

            @Override
            public Json payload() {
                return original.payload();
            }

            @Override
            public Optional<Json> metadata() {
                return changed;
            }

            @Override
            public Optional<HttpRequest> http() {
                return original.http();
            }

            @Override
            public Optional<String> callerWorkerId() {
                return original.callerWorkerId();
            }

            @Override
            public Optional<String> traceparent() {
                return original.traceparent();
            }

            @Override
            public Optional<String> baggage() {
                return original.baggage();
            }

            @Override
            public boolean isCancelled() {
                return original.isCancelled();
            }

            @Override
            public Worker worker() {
                return original.worker();
            }
        };
    }
}
