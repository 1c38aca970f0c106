package dev.iii.sdk;

import org.jspecify.annotations.Nullable;

/**
 * The code of a function. Implementations must be thread-safe, because several calls run at the same time.
 *
 * @param <I> the type of the input
 * @param <O> the type of the result; if it is a {@link java.util.concurrent.CompletionStage}, its value is the result
 */
@FunctionalInterface
public interface FunctionHandler<I, O> extends FunctionConsumer<I> {

    /**
     * Handles one call. Called on a handler thread, which is a virtual thread from Java 21 on; it may block. Several calls run
     * at the same time. A handler that was quick many times in a row is called on the I/O thread, until it is no longer quick
     * (see {@link FunctionDefinition#quick}); on an executor of the user ({@link WorkerOptions.Builder#handlerExecutor}) it
     * never is.
     *
     * @param input the payload; for a function behind an http trigger, the values of body, path and query (see {@link
     *     Invocation#http})
     * @param invocation the other properties of the call
     * @return the result; {@code null} for none
     * @throws dev.iii.sdk.error.FunctionException to reject the call with an error code that the caller receives
     * @throws Exception any other exception, which the caller receives as {@code invocation_failed} without its message
     */
    @Nullable
    O handle(I input, Invocation invocation) throws Exception;

    /** Handles one call and ignores the result. */
    // The subtype exists only for overloads, so it must be a functional interface whose method has a result.
    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged")
    default void accept(I input, Invocation invocation) throws Exception {
        var unused = handle(input, invocation);
    }
}
