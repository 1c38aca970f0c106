package dev.iii.sdk.internal.client;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.configuration.ConfigurationClient;
import dev.iii.sdk.discovery.DiscoveryClient;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.failure.Causes;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.queue.QueueClient;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.stream.StreamClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates the clients of a worker and makes their calls, blocking or asynchronous. Immutable. */
public final class EngineClient {

    private static final String NOT_FOUND = "NOT_FOUND";
    /** The fields of a payload that say what a request is about. */
    private static final List<String> PLACES = List.of("scope", "key", "stream_name", "group_id", "item_id");

    private static final int LONGEST_PLACE = 100;

    private final Worker worker;
    private final UnaryOperator<Call> options;

    /** Creates a client that makes its calls with the default options of a worker. */
    public EngineClient(Worker worker) {
        this(Arguments.notNull(worker, "worker"), UnaryOperator.identity());
    }

    private EngineClient(Worker worker, UnaryOperator<Call> options) {
        this.worker = worker;
        this.options = options;
    }

    /** Returns a client for the state. */
    public StateClient state() {
        return new EngineStateClient(this);
    }

    /** Returns a client for the streams. */
    public StreamClient streams() {
        return new EngineStreamClient(this);
    }

    /** Returns a client for the queues. */
    public QueueClient queues() {
        return new EngineQueueClient(this);
    }

    /** Returns a client for the configurations. */
    public ConfigurationClient configuration() {
        return new EngineConfigurationClient(this);
    }

    /** Returns a client for the functions, workers and triggers of the engine. */
    public DiscoveryClient discovery() {
        return new EngineDiscoveryClient(this);
    }

    /** Returns a copy that sets more options of each call. They are applied after those of this client. */
    public EngineClient with(@Nullable UnaryOperator<Call> more) {
        if (more == null) {
            throw new IllegalArgumentException("options are null");
        }
        return new EngineClient(worker, call -> more.apply(options.apply(call)));
    }

    /** Returns a reader of results as a Java type. Checks the type immediately, before a call is made. */
    static <T> Function<Json, @Nullable T> reader(@Nullable TypeRef<T> type) {
        TypeRef<T> known = Arguments.notNull(type, "type");
        return value -> value.as(known);
    }

    /** Returns the codec of the worker. */
    JsonCodec codec() {
        return worker.codec();
    }

    /** Writes a value of the application with the codec of the worker. */
    public Json json(@Nullable Object value) {
        return worker.json(value);
    }

    /** Makes a request and waits for its result. */
    <T> T call(EngineRequest<T> request) {
        try {
            return read(request, worker.trigger(callOf(request)));
        } catch (FunctionException e) {
            return resultInsteadOf(e, request).orElseThrow(() -> e);
        }
    }

    /** Makes a request. Cancelling the future abandons the call. */
    <T> CompletableFuture<T> callAsync(EngineRequest<T> request) {
        CompletableFuture<Json> sent = worker.triggerAsync(callOf(request));
        // A derived future: waiting for it is treated like waiting for the call.
        CompletableFuture<T> future = sent.newIncompleteFuture();
        var unused = sent.whenComplete((result, failure) -> settle(future, request, result, failure));
        cancelWith(future, sent);
        return future;
    }

    /** Makes a request and then a second one that depends on the result of the first. Waits for both results. */
    <A, B> B callBoth(EngineRequest<A> first, Function<? super A, EngineRequest<B>> second) {
        return call(second.apply(call(first)));
    }

    /**
     * Makes a request and then a second one that depends on the result of the first. Cancelling the future abandons the call
     * that is in flight.
     */
    <A, B> CompletableFuture<B> callBothAsync(EngineRequest<A> first, Function<? super A, EngineRequest<B>> second) {
        CompletableFuture<A> sent = callAsync(first);
        CompletableFuture<B> future = sent.newIncompleteFuture();
        var unused = sent.thenCompose(result -> {
                    CompletableFuture<B> next = callAsync(second.apply(result));
                    cancelWith(future, next);
                    return next;
                })
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        future.complete(result);
                    } else {
                        future.completeExceptionally(Causes.root(failure));
                    }
                });
        cancelWith(future, sent);
        return future;
    }

    /** Returns a future with the same result that fails with another exception. Cancelling it abandons the call. */
    static <T> CompletableFuture<T> withFailure(CompletableFuture<T> sent, UnaryOperator<Throwable> explained) {
        CompletableFuture<T> future = sent.newIncompleteFuture();
        var unused = sent.whenComplete((result, failure) -> {
            if (failure == null) {
                future.complete(result);
            } else {
                future.completeExceptionally(explained.apply(failure));
            }
        });
        cancelWith(future, sent);
        return future;
    }

    private static void cancelWith(CompletableFuture<?> future, CompletableFuture<?> call) {
        var unused = future.whenComplete((result, failure) -> {
            if (future.isCancelled()) {
                call.cancel(false);
            }
        });
    }

    private static <T> void settle(
            CompletableFuture<T> future, EngineRequest<T> request, @Nullable Json result, @Nullable Throwable failure) {
        try {
            if (failure instanceof FunctionException e
                    && resultInsteadOf(e, request).isPresent()) {
                future.complete(resultInsteadOf(e, request).get());
            } else if (failure != null) {
                future.completeExceptionally(failure);
            } else {
                future.complete(read(request, result == null ? Json.NULL : result));
            }
        } catch (Throwable e) {
            // Not only exceptions: reading the result runs code of the user, which may throw an Error.
            future.completeExceptionally(e);
        }
    }

    private static <T> T read(EngineRequest<T> request, Json result) {
        try {
            return request.reader().apply(result);
        } catch (InvalidPayloadException e) {
            throw e.about("the result of " + request.functionId() + place(request.payload()));
        }
    }

    /** Returns the scope and the key, or the stream and the item, that a request is about. */
    private static String place(Json payload) {
        String place = PLACES.stream()
                .filter(payload.fields()::containsKey)
                .map(name -> name + ": "
                        + shortened(String.valueOf(payload.field(name).as(String.class))))
                .collect(Collectors.joining(", "));
        return place.isEmpty() ? "" : " (" + place + ")";
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_PLACE ? text : text.substring(0, LONGEST_PLACE) + "…";
    }

    private static <T> Optional<T> resultInsteadOf(FunctionException failure, EngineRequest<T> request) {
        return failure.code().equals(NOT_FOUND) ? request.whenNotFound() : Optional.empty();
    }

    private Call callOf(EngineRequest<?> request) {
        return Arguments.notNull(
                options.apply(Call.to(request.functionId(), request.payload())), "the call that the options return");
    }
}
