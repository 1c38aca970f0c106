package dev.iii.sdk;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The code of a function whose result is available later. Implementations must be thread-safe, because several calls run at
 * the same time.
 *
 * @param <I> the type of the input
 * @param <O> the type of the result
 */
@FunctionalInterface
public interface AsyncFunctionHandler<I, O extends @Nullable Object> {

    /**
     * Starts to handle one call. Called like {@link FunctionHandler#handle}. The thread is free when this method returns; the
     * call counts as running until the stage completes.
     *
     * @return the stage of the result; never {@code null}. If it fails with a {@link dev.iii.sdk.error.FunctionException}, the
     *     caller receives that exception, even if it is wrapped in a {@link java.util.concurrent.CompletionException}
     * @throws Exception has the same effect as a stage that fails with this exception
     */
    CompletionStage<? extends O> handle(I input, Invocation invocation) throws Exception;
}
