package dev.iii.sdk;

import org.jspecify.annotations.Nullable;

/**
 * What a function does. Implementations are thread-safe: several calls run at the same time.
 *
 * @param <I> what it takes
 * @param <O> what it answers; a {@link java.util.concurrent.CompletionStage} is answered when it completes
 */
@FunctionalInterface
public interface FunctionHandler<I, O> {

    /**
     * Runs the function once. Called on a thread of the worker's own for handlers, virtual where the runtime has them; it
     * may block. Several calls run at the same time.
     *
     * @param input the payload, or, behind an http trigger, what body, path and query give (see {@link Invocation#http})
     * @param invocation everything else about the call
     * @return the answer; {@code null} for none
     * @throws FunctionException to say no with a code that reaches the caller
     * @throws Exception anything else reaches the caller as {@code invocation_failed}
     */
    @Nullable
    O handle(I input, Invocation invocation) throws Exception;
}
