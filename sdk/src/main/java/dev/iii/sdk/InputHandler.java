package dev.iii.sdk;

import org.jspecify.annotations.Nullable;

/**
 * The code of a function that needs only its input, for example the reference to a method {@code shop::sell}. Implementations
 * must be thread-safe, because several calls run at the same time.
 *
 * @param <I> the type of the input
 * @param <O> the type of the result; if it is a {@link java.util.concurrent.CompletionStage}, its value is the result
 */
@FunctionalInterface
public interface InputHandler<I, O> extends InputConsumer<I> {

    /**
     * Handles one call. Called like {@link FunctionHandler#handle}.
     *
     * @return the result; {@code null} for none
     * @throws Exception has the same effect as an exception of {@link FunctionHandler#handle}
     */
    @Nullable
    O handle(I input) throws Exception;

    /** Handles one call and ignores the result. */
    // The subtype exists only for overloads, so it must be a functional interface whose method has a result.
    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged")
    default void accept(I input) throws Exception {
        var unused = handle(input);
    }
}
