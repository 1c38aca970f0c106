package dev.iii.sdk;

/**
 * The code of a function that returns no result. Implementations must be thread-safe, because several calls run at the same
 * time.
 *
 * <p>{@link FunctionHandler} is a subtype, so that the compiler prefers a handler with a result wherever a lambda can be both.
 *
 * @param <I> the type of the input
 */
@FunctionalInterface
public interface FunctionConsumer<I> {

    /**
     * Handles one call. Called like {@link FunctionHandler#handle}; the caller receives JSON null.
     *
     * @throws Exception has the same effect as an exception of {@link FunctionHandler#handle}
     */
    void accept(I input, Invocation invocation) throws Exception;
}
