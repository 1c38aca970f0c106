package dev.iii.sdk.internal.interception;

import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.failure.Causes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The interceptors of the functions of a worker. Immutable. */
public final class FunctionInterceptors {

    private static final Logger log = LoggerFactory.getLogger(FunctionInterceptors.class);

    private final List<FunctionInterceptor> interceptors;

    private FunctionInterceptors(List<FunctionInterceptor> interceptors) {
        this.interceptors = interceptors;
    }

    /** Returns the interceptors; {@code null} if there is none, so that a worker without interceptors has no overhead. */
    public static @Nullable FunctionInterceptors of(List<FunctionInterceptor> interceptors) {
        return interceptors.isEmpty() ? null : new FunctionInterceptors(interceptors);
    }

    /** Runs the handler of a function. */
    public interface Handler {

        /** Returns the result of the handler, or its stage. */
        @Nullable
        Object handle(Invocation invocation) throws Exception;
    }

    /**
     * Runs the interceptors and the handler.
     *
     * @return a value like that of a handler: the result, or a stage if it is not known yet
     * @throws Exception if an interceptor or the handler has failed
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The stage is the result.
    public @Nullable Object run(Invocation invocation, Handler handler) throws Exception {
        Run run = new Run(handler);
        CompletionStage<?> outcome = run.proceed(0, invocation);
        if (outcome instanceof CompletableFuture<?> future && future.isDone()) {
            return valueOf(future);
        }
        return run.cancellable(outcome);
    }

    /** The handler of a blocking function has ended: its result is sent by its own thread, as without interceptors. */
    private static @Nullable Object valueOf(CompletableFuture<?> done) throws Exception {
        try {
            return done.join();
        } catch (RuntimeException e) {
            Throwable failure = Causes.root(e);
            if (failure instanceof Error error) {
                throw error;
            }
            throw failure instanceof Exception exception ? exception : e;
        }
    }

    /** One invocation. */
    private final class Run {

        private final Handler handler;
        private volatile @Nullable CompletionStage<?> ofHandler;

        Run(Handler handler) {
            this.handler = handler;
        }

        /** Runs an interceptor, or the handler after the last one. Never throws. */
        private CompletionStage<@Nullable Object> proceed(int index, Invocation invocation) {
            try {
                Arguments.notNull(invocation, "invocation");
                return index == interceptors.size() ? handle(invocation) : intercept(index, invocation);
            } catch (Throwable e) {
                // Not only exceptions: the other interceptors must see every failure of the handler.
                return CompletableFuture.failedFuture(e);
            }
        }

        @SuppressWarnings("unchecked") // A stage is only read.
        private CompletionStage<@Nullable Object> intercept(int index, Invocation invocation) throws Exception {
            FunctionInterceptor interceptor = interceptors.get(index);
            CompletionStage<?> stage = interceptor.intercept(invocation, next -> proceed(index + 1, next));
            if (stage == null) {
                throw new IllegalStateException("the interceptor "
                        + interceptor.getClass().getName() + " returned null instead of a CompletionStage for "
                        + invocation.functionId());
            }
            return (CompletionStage<@Nullable Object>) stage;
        }

        @SuppressWarnings("unchecked") // A stage is only read.
        private CompletionStage<@Nullable Object> handle(Invocation invocation) throws Exception {
            Object result = handler.handle(invocation);
            if (result instanceof CompletionStage<?> stage) {
                ofHandler = stage;
                return (CompletionStage<@Nullable Object>) stage;
            }
            return CompletableFuture.completedFuture(result);
        }

        /**
         * Returns a future for the outcome. If it is cancelled, for example at the timeout of the function, the stage of the
         * handler is cancelled: cancelling a stage that is derived from it would not reach the handler.
         */
        private CompletableFuture<@Nullable Object> cancellable(CompletionStage<?> outcome) {
            CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
            var unused = outcome.whenComplete((value, failure) -> {
                if (failure == null) {
                    future.complete(value);
                } else {
                    future.completeExceptionally(failure);
                }
            });
            var unusedToo = future.whenComplete((value, failure) -> {
                if (future.isCancelled()) {
                    cancelHandler();
                }
            });
            return future;
        }

        private void cancelHandler() {
            CompletionStage<?> stage = ofHandler;
            if (stage == null) {
                return;
            }
            try {
                stage.toCompletableFuture().cancel(true);
            } catch (Throwable e) {
                log.debug("The stage of a handler cannot be cancelled: {}", e.getClass());
            }
        }
    }
}
