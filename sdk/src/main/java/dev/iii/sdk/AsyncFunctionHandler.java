package dev.iii.sdk;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a function does that answers later. Implementations are thread-safe: several calls run at the same time.
 *
 * @param <I> what it takes
 * @param <O> what it answers
 */
@FunctionalInterface
public interface AsyncFunctionHandler<I, O extends @Nullable Object> {

    /**
     * Begins to run the function once. Called like {@link FunctionHandler#handle}; the thread is free again when this
     * returns, and the call counts as running until the stage completes.
     *
     * @return a stage, never {@code null}; a {@link FunctionException} with which it fails reaches the caller as it is,
     *     also from within a {@link java.util.concurrent.CompletionException}
     * @throws Exception like a stage that fails with it
     */
    CompletionStage<? extends O> handle(I input, Invocation invocation) throws Exception;
}
