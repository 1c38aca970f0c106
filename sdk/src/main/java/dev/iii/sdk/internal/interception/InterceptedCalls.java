package dev.iii.sdk.internal.interception;

import dev.iii.protocol.Action;
import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.CallKind;
import dev.iii.sdk.call.EnqueueCall;
import dev.iii.sdk.call.EnqueueReceipt;
import dev.iii.sdk.call.VoidCall;
import dev.iii.sdk.internal.call.Caller;
import dev.iii.sdk.internal.call.Calls;
import dev.iii.sdk.json.Json;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the calls of the application, with the interceptors of the worker around them. Thread-safe. */
public final class InterceptedCalls implements Calls {

    /** The logger of a worker calls functions with this prefix. An interceptor that logs would intercept its own line. */
    private static final String LOG_FUNCTIONS = "engine::log::";

    private final Worker worker;
    private final Caller caller;
    private final List<CallInterceptor> interceptors;

    private InterceptedCalls(Worker worker, Caller caller, List<CallInterceptor> interceptors) {
        this.worker = worker;
        this.caller = caller;
        this.interceptors = interceptors;
    }

    /** Returns the calls of a worker; the caller itself if there is no interceptor. */
    public static Calls of(Worker worker, Caller caller, List<CallInterceptor> interceptors) {
        return interceptors.isEmpty() ? caller : new InterceptedCalls(worker, caller, interceptors);
    }

    // ---------------------------------------------------------------- blocking

    @Override
    public Json json(Call call) {
        return blocking(call, CallKind.RESULT, null);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> @Nullable T read(Call call, Type type) {
        return caller.read(call, json(call), type);
    }

    @Override
    public EnqueueReceipt enqueue(EnqueueCall call) {
        return caller.receipt(blocking(call.call(), CallKind.ENQUEUE, new Action.EnqueueAction(call.queue())));
    }

    @Override
    public void send(VoidCall call) {
        if (isOfLogger(call)) {
            caller.send(call);
        } else {
            var unused = blocking(call.call(), CallKind.NO_REPLY, Action.VOID);
        }
    }

    private static boolean isOfLogger(VoidCall call) {
        return call.call().functionId().startsWith(LOG_FUNCTIONS);
    }

    private Json blocking(Call call, CallKind kind, @Nullable Action action) {
        return new InterceptedCall(worker, caller, interceptors, kind, action, true).await(call);
    }

    // ---------------------------------------------------------------- asynchronous

    @Override
    public CompletableFuture<Json> jsonAsync(Call call) {
        return async(call, CallKind.RESULT, null, result -> result);
    }

    @Override
    public <T> CompletableFuture<T> readAsync(Call call, Type type) {
        return async(call, CallKind.RESULT, null, result -> caller.<T>read(call, result, type));
    }

    @Override
    public CompletableFuture<Void> doneAsync(Call call) {
        return async(call, CallKind.RESULT, null, result -> null);
    }

    @Override
    public CompletableFuture<EnqueueReceipt> enqueueAsync(EnqueueCall call) {
        return async(call.call(), CallKind.ENQUEUE, new Action.EnqueueAction(call.queue()), caller::receipt);
    }

    @Override
    public CompletableFuture<Void> sendAsync(VoidCall call) {
        return isOfLogger(call)
                ? caller.sendAsync(call)
                : async(call.call(), CallKind.NO_REPLY, Action.VOID, result -> null);
    }

    /** The future may complete with {@code null}, which its type does not express. */
    @SuppressWarnings("NullAway")
    private <T> CompletableFuture<T> async(
            Call call, CallKind kind, @Nullable Action action, Function<Json, ? extends @Nullable T> reader) {
        InterceptedCall intercepted = new InterceptedCall(worker, caller, interceptors, kind, action, false);
        CompletableFuture<Json> outcome = intercepted.start(call);
        CompletableFuture<T> future = caller.futureOf(intercepted.made());
        var unused = outcome.whenComplete((result, failure) -> {
            try {
                if (failure != null) {
                    future.completeExceptionally(intercepted.failure(failure, call));
                } else {
                    future.complete(reader.apply(result == null ? Json.NULL : result));
                }
            } catch (Throwable e) {
                // Not only exceptions: reading the result runs code of the user, which may throw an Error.
                future.completeExceptionally(e);
            }
        });
        var unusedToo = future.whenComplete((value, failure) -> {
            if (future.isCancelled()) {
                intercepted.cancel();
                outcome.cancel(false);
            }
        });
        return future;
    }
}
