package dev.iii.sdk;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.CallKind;
import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Code that runs around the calls that a worker makes, for example to add metadata, to measure, or to refuse calls.
 * Registered with {@link WorkerOptions.Builder#interceptCalls}. Implementations must be thread-safe, because several calls
 * are made at the same time.
 *
 * <p>An interceptor runs around every call that the application makes with the worker: {@code trigger} and {@code
 * triggerAsync} of each kind, {@code publish}, {@code createChannel}, typed clients, and the clients for state, streams,
 * queues, configuration and discovery. It does not run around the lines of {@link Worker#logger}, nor around requests that
 * the worker makes for itself, for example registrations.
 *
 * <p>An interceptor runs once for a call, around all attempts of an {@linkplain Call#idempotent idempotent} call.
 *
 * <pre>{@code
 * CallInterceptor tenant = (call, chain) -> chain.proceed(call.metadata(Map.of("tenant", Tenant.current())));
 * }</pre>
 */
@FunctionalInterface
public interface CallInterceptor {

    /**
     * Makes a call by passing it, or a changed copy, to {@link Chain#proceed}, or ends it without making it. Called on the
     * thread that makes the call. In the same way as the call itself, it must not wait on the I/O thread.
     *
     * @param call the call as the application or the previous interceptor has made it
     * @param chain the further interceptors and the call itself
     * @return the outcome of the call; never {@code null}. If the call waits, the stage of {@link Chain#proceed} is complete.
     *     An exception that this method throws, or with which the stage fails, is the failure of the call. A blocking call
     *     throws it, and the future of an asynchronous call fails with it
     */
    CompletionStage<Json> intercept(Call call, Chain chain);

    /** The further interceptors of one call, and the call itself. Thread-safe. */
    interface Chain {

        /**
         * Passes the call to the next interceptor; after the last one, makes it. Does not throw: a failure, also of an
         * argument, is the failure of the stage. An interceptor may call this method several times, and each time makes the
         * call again. If the future of an asynchronous call was cancelled before, the call is not made, and the stage fails
         * with a {@link java.util.concurrent.CancellationException}.
         *
         * <p>For a blocking call, this method waits and returns a complete stage. For an asynchronous call, the stage
         * completes on a callback thread, or on the I/O thread if completions are quick; it must not be waited for.
         *
         * @return the outcome: the result of the function, the receipt of a queued call, or JSON null for a call without
         *     reply. The stage fails with the exception that the call throws without interceptors. A result that does not fit
         *     the type that the application expects fails after the interceptors have seen it
         */
        CompletionStage<Json> proceed(Call call);

        /** Returns the kind of the call. */
        CallKind kind();

        /** Returns the name of the queue of a call of the kind {@link CallKind#ENQUEUE}; otherwise empty. */
        Optional<String> queue();

        /** Returns the number of attempts that were made until now. */
        int attempts();

        /** Returns the worker that makes the call. */
        Worker worker();
    }
}
