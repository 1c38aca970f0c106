package dev.iii.sdk.internal.client;

import dev.iii.sdk.Call;
import dev.iii.sdk.FunctionException;
import dev.iii.sdk.InvalidPayloadException;
import dev.iii.sdk.Json;
import dev.iii.sdk.TypeRef;
import dev.iii.sdk.Worker;
import dev.iii.sdk.internal.Arguments;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls functions of the engine for a client, blocking and not. Immutable. */
public final class EngineCalls {

    private static final String NOT_FOUND = "NOT_FOUND";

    private final Worker worker;
    private final UnaryOperator<Call> options;

    public EngineCalls(Worker worker) {
        this(Arguments.notNull(worker, "worker"), UnaryOperator.identity());
    }

    private EngineCalls(Worker worker, UnaryOperator<Call> options) {
        this.worker = worker;
        this.options = options;
    }

    /** Calls with something more said about each. */
    public EngineCalls with(@Nullable UnaryOperator<Call> more) {
        if (more == null) {
            throw new IllegalArgumentException("options are null");
        }
        return new EngineCalls(worker, call -> more.apply(options.apply(call)));
    }

    /** Reads as a type, which is checked before anything is called. */
    public static <T> Function<Json, @Nullable T> as(@Nullable Class<T> type) {
        Class<T> known = Arguments.notNull(type, "type");
        return value -> value.as(known);
    }

    /** The same for a generic type. */
    public static <T> Function<Json, @Nullable T> as(@Nullable TypeRef<T> type) {
        TypeRef<T> known = Arguments.notNull(type, "type");
        return value -> value.as(known);
    }

    public Worker worker() {
        return worker;
    }

    /** A value of the user, written by the worker's codec. */
    public Json json(@Nullable Object value) {
        return worker.json(value);
    }

    public <T> T ask(Ask<T> ask) {
        try {
            return read(ask, worker.trigger(call(ask)));
        } catch (FunctionException e) {
            return insteadOf(e, ask).orElseThrow(() -> e);
        }
    }

    public <T> CompletableFuture<T> askAsync(Ask<T> ask) {
        CompletableFuture<Json> sent = worker.triggerAsync(call(ask));
        CompletableFuture<T> future = new CompletableFuture<>();
        var unused = sent.whenComplete((answer, failure) -> settle(future, ask, answer, failure));
        var unusedToo = future.whenComplete((value, failure) -> {
            if (future.isCancelled()) {
                sent.cancel(false);
            }
        });
        return future;
    }

    private static <T> void settle(
            CompletableFuture<T> future, Ask<T> ask, @Nullable Json answer, @Nullable Throwable failure) {
        if (failure instanceof FunctionException e && insteadOf(e, ask).isPresent()) {
            future.complete(insteadOf(e, ask).get());
        } else if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            try {
                future.complete(read(ask, answer == null ? Json.NULL : answer));
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        }
    }

    private static <T> T read(Ask<T> ask, Json answer) {
        try {
            return ask.reader().apply(answer);
        } catch (InvalidPayloadException e) {
            throw e.about("the answer of " + ask.functionId());
        }
    }

    private static <T> Optional<T> insteadOf(FunctionException failure, Ask<T> ask) {
        return failure.code().equals(NOT_FOUND) ? ask.whenNotFound() : Optional.empty();
    }

    private Call call(Ask<?> ask) {
        return call(ask.functionId(), ask.payload());
    }

    private Call call(String functionId, Json payload) {
        return Arguments.notNull(options.apply(Call.to(functionId, payload)), "the call that the options give back");
    }

    /** Calls for which there is nothing to give back. */
    public void tell(String functionId, Json payload) {
        worker.trigger(call(functionId, payload));
    }

    /** The future completes with {@code null}, which its type does not say. */
    @SuppressWarnings("NullAway")
    public CompletableFuture<Void> tellAsync(String functionId, Json payload) {
        return askAsync(new Ask<>(functionId, payload, answer -> null));
    }
}
