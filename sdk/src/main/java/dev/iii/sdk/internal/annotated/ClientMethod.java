package dev.iii.sdk.internal.annotated;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A method of a client that calls a function. Immutable.
 *
 * @param functionId the id of the function
 * @param mode the outcome that the caller gets
 * @param resultType the type of the result; that of the stage if the method returns one
 */
record ClientMethod(String functionId, Mode mode, Type resultType) {

    /** The outcome that the caller of a method gets. */
    enum Mode {
        /** The result, for which the caller waits. */
        RESULT,
        /** A future of the result. */
        FUTURE,
        /** Nothing, not even an error of the function. */
        ONE_WAY
    }

    /** @param arguments {@code null} or one element: the payload */
    @SuppressWarnings("FutureReturnValueIgnored") // The caller gets the future.
    @Nullable
    Object call(Worker worker, UnaryOperator<Call> options, @Nullable Object @Nullable [] arguments) {
        Object payload = arguments == null || arguments.length == 0 ? null : arguments[0];
        Call call = options.apply(Call.to(functionId, payload));
        if (call == null) {
            throw new IllegalArgumentException("the call that the options return is null");
        }
        switch (mode) {
            case ONE_WAY -> {
                worker.trigger(call.withoutReply());
                return null;
            }
            case FUTURE -> {
                return future(worker, call);
            }
            default -> {
                return result(worker, call);
            }
        }
    }

    private @Nullable Object result(Worker worker, Call call) {
        if (resultType == Json.class || resultType == Void.class) {
            Json result = worker.trigger(call);
            return resultType == Json.class ? result : null;
        }
        Object result = worker.trigger(call, TypeRef.of(resultType));
        if (result == null && resultType instanceof Class<?> raw && raw.isPrimitive()) {
            throw new InvalidPayloadException(
                    "the result of " + functionId + " is null; expected "
                            + StandardCodec.expected(resultType, worker.codec()),
                    "");
        }
        return result;
    }

    private CompletableFuture<?> future(Worker worker, Call call) {
        if (resultType == Json.class) {
            return worker.triggerAsync(call);
        }
        return resultType == Void.class
                ? withoutValue(worker.triggerAsync(call))
                : worker.triggerAsync(call, TypeRef.of(resultType));
    }

    /** Returns a future that completes with {@code null}. Cancelling it abandons the call. */
    @SuppressWarnings("NullAway") // The type does not express that the value is null.
    private static CompletableFuture<Void> withoutValue(CompletableFuture<Json> sent) {
        CompletableFuture<Void> future = sent.newIncompleteFuture();
        var unused = sent.whenComplete((result, failure) -> {
            if (failure == null) {
                future.complete(null);
            } else {
                future.completeExceptionally(failure);
            }
        });
        var unusedToo = future.whenComplete((result, failure) -> {
            if (future.isCancelled()) {
                sent.cancel(false);
            }
        });
        return future;
    }
}
