package dev.iii.sdk;

/**
 * The code of a function that needs only its input and returns no result, for example the reference to a method {@code
 * audit::record}. Implementations must be thread-safe, because several calls run at the same time.
 *
 * <p>{@link InputHandler} is a subtype, so that the compiler prefers a handler with a result wherever a lambda can be both.
 *
 * @param <I> the type of the input
 */
@FunctionalInterface
public interface InputConsumer<I> {

    /**
     * Handles one call. Called like {@link FunctionHandler#handle}; the caller receives JSON null.
     *
     * @throws Exception has the same effect as an exception of {@link FunctionHandler#handle}
     */
    void accept(I input) throws Exception;
}
