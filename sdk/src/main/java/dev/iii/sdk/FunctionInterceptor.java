package dev.iii.sdk;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Code that runs around the handlers of a worker, for example to measure, to check permissions, or to set a context of the
 * thread. Registered with {@link WorkerOptions.Builder#interceptFunctions}. Implementations must be thread-safe, because
 * several handlers run at the same time.
 *
 * <p>An interceptor runs around every function of the worker, including conditions, middleware and custom streams, but not
 * around a call that is refused because a limit is reached. The input of the handler is read after the last interceptor, so
 * an interceptor also sees the failure of a payload that does not fit.
 *
 * <pre>{@code
 * FunctionInterceptor onlyStaff = (invocation, chain) -> {
 *     if (invocation.functionId().startsWith("admin::") && !isStaff(invocation)) {
 *         throw new FunctionException("not_allowed", "only for staff").withHttpStatus(403);
 *     }
 *     return chain.proceed(invocation);
 * };
 * }</pre>
 */
@FunctionalInterface
public interface FunctionInterceptor {

    /**
     * Runs the handler by passing the invocation to {@link Chain#proceed}, or ends the invocation without running it. Called
     * on the thread on which the handler runs, see {@link FunctionHandler#handle}. It counts as a part of the handler: for
     * the limits and the timeout of the function, and for whether the handler is quick.
     *
     * @param invocation the invocation
     * @param chain the further interceptors and the handler
     * @return the outcome of the invocation; never {@code null}. Its value is treated like a result of the handler
     * @throws Exception has the same effect as an exception of the handler
     */
    CompletionStage<?> intercept(Invocation invocation, Chain chain) throws Exception;

    /** The further interceptors of one invocation, and its handler. Thread-safe. */
    interface Chain {

        /**
         * Passes the invocation to the next interceptor; after the last one, reads the input and runs the handler, on the
         * current thread. Does not throw: a failure is the failure of the stage.
         *
         * <p>The handler does not run if its result is no longer needed ({@link Invocation#isCancelled}), for example because
         * the timeout of the function has expired meanwhile. The stage then fails with a {@link
         * java.util.concurrent.CancellationException}.
         *
         * <p>If the handler has returned a value or has thrown, the stage is complete. If the handler has returned a {@link
         * CompletionStage}, this is the stage, and it completes on a thread of the handler's choice.
         *
         * @param invocation the invocation that the interceptor has received, or a copy of it ({@link
         *     Invocation#withMetadata})
         * @return the outcome of the handler, before its result is written as JSON. The body of a streamed response is written
         *     later
         */
        CompletionStage<@Nullable Object> proceed(Invocation invocation);
    }
}
