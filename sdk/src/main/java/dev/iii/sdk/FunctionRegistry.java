package dev.iii.sdk;

import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;

/**
 * Registers functions; each {@link Worker} does. Thread-safe.
 *
 * <p>A handler is a lambda or a reference to a method. It takes the input and the {@link Invocation} ({@link
 * FunctionHandler}), or the input alone ({@link InputHandler}). Both have a form without a result ({@link FunctionConsumer},
 * {@link InputConsumer}).
 *
 * <pre>{@code
 * worker.registerFunction("cmd::sell-item", Sell.class, (sell, call) -> shop.sell(sell, call.metadata()));
 * worker.registerFunction("cmd::sell-item", Sell.class, shop::sell);
 * worker.registerFunction("audit::sold", Sold.class, audit::record);
 * }</pre>
 *
 * <p>The compiler takes a lambda whose body is an expression for a handler with a result. If the expression has no value, as a
 * call of a {@code void} method, write a block, {@code sold -> { audit.record(sold); }}, or a reference to the method.
 */
// The overloads that have no result take supertypes of those that have one, so a lambda that can be both is not
// ambiguous. Their ids are a CharSequence because Kotlin prefers a lambda without a result. With the same type of id it
// would drop the result of a plain lambda without an error; now it reports that the call is ambiguous.
@SuppressWarnings({"overloads", "FunctionalInterfaceClash"})
public interface FunctionRegistry {

    /**
     * Registers a function whose input is a Java type: a record, a class or any other type that the codec can read. Unknown
     * fields of the payload are ignored. A payload that does not fit the type is rejected with {@code invalid_request} and
     * does not reach the handler. {@link InputType} describes which values are required.
     *
     * @param id the function id, for example {@code cmd::sell-item}. Ids of the engine, and ids that begin with {@code
     *     engine::}, cause a warning in the log
     * @throws IllegalArgumentException if the id is blank
     * @throws IllegalStateException if this worker has already registered a function with this id
     * @throws dev.iii.sdk.error.WorkerClosedException if this worker is closed, or is being closed
     * @throws dev.iii.sdk.error.WorkerRefusedException if the engine has refused this worker
     */
    default <I> Registration registerFunction(String id, Class<I> inputType, FunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function whose input is a generic Java type. Otherwise like {@link #registerFunction(String, Class,
     * FunctionHandler)}.
     */
    default <I> Registration registerFunction(String id, TypeRef<I> inputType, FunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function whose payload is read by its own reader, for example the event of a trigger. Otherwise like {@link
     * #registerFunction(String, Class, FunctionHandler)}.
     */
    default <I> Registration registerFunction(
            String id, InputType<I> inputType, FunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /** Registers a function whose input is unparsed JSON. */
    default Registration registerFunction(String id, FunctionHandler<? super Json, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, handler));
    }

    /**
     * Registers a function that needs only its input, for example {@code shop::sell}. Otherwise like {@link
     * #registerFunction(String, Class, FunctionHandler)}.
     */
    default <I> Registration registerFunction(String id, Class<I> inputType, InputHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function that needs only its input, which is a generic Java type. Otherwise like {@link
     * #registerFunction(String, TypeRef, FunctionHandler)}.
     */
    default <I> Registration registerFunction(String id, TypeRef<I> inputType, InputHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function that needs only its input, which is read by its own reader. Otherwise like {@link
     * #registerFunction(String, InputType, FunctionHandler)}.
     */
    default <I> Registration registerFunction(String id, InputType<I> inputType, InputHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function that needs only its input, which is unparsed JSON. Otherwise like {@link #registerFunction(String,
     * FunctionHandler)}.
     */
    default Registration registerFunction(String id, InputHandler<? super Json, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, handler));
    }

    /**
     * Registers a function without a result, whose input is a Java type. Otherwise like {@link #registerFunction(String,
     * Class, FunctionHandler)}.
     */
    default <I> Registration registerFunction(
            CharSequence id, Class<I> inputType, FunctionConsumer<? super I> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function without a result, whose input is a generic Java type. Otherwise like {@link
     * #registerFunction(String, TypeRef, FunctionHandler)}.
     */
    default <I> Registration registerFunction(
            CharSequence id, TypeRef<I> inputType, FunctionConsumer<? super I> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function without a result, whose input is read by its own reader. Otherwise like {@link
     * #registerFunction(String, InputType, FunctionHandler)}.
     */
    default <I> Registration registerFunction(
            CharSequence id, InputType<I> inputType, FunctionConsumer<? super I> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function without a result, whose input is unparsed JSON. Otherwise like {@link #registerFunction(String,
     * FunctionHandler)}.
     */
    default Registration registerFunction(CharSequence id, FunctionConsumer<? super Json> handler) {
        return registerFunction(FunctionDefinition.of(id, handler));
    }

    /**
     * Registers a function without a result that needs only its input, for example {@code audit::record}. Otherwise like
     * {@link #registerFunction(String, Class, FunctionHandler)}.
     */
    default <I> Registration registerFunction(CharSequence id, Class<I> inputType, InputConsumer<? super I> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function without a result that needs only its input, which is a generic Java type. Otherwise like {@link
     * #registerFunction(String, TypeRef, FunctionHandler)}.
     */
    default <I> Registration registerFunction(CharSequence id, TypeRef<I> inputType, InputConsumer<? super I> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function without a result that needs only its input, which is read by its own reader. Otherwise like {@link
     * #registerFunction(String, InputType, FunctionHandler)}.
     */
    default <I> Registration registerFunction(
            CharSequence id, InputType<I> inputType, InputConsumer<? super I> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /**
     * Registers a function without a result that needs only its input, which is unparsed JSON. Otherwise like {@link
     * #registerFunction(String, FunctionHandler)}.
     */
    default Registration registerFunction(CharSequence id, InputConsumer<? super Json> handler) {
        return registerFunction(FunctionDefinition.of(id, handler));
    }

    /** Registers a function whose input is a Java type and whose result is a {@link java.util.concurrent.CompletionStage}. */
    default <I> Registration registerAsyncFunction(
            String id, Class<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.ofAsync(id, inputType, handler));
    }

    /**
     * Registers a function whose input is a generic Java type and whose result is a {@link
     * java.util.concurrent.CompletionStage}.
     */
    default <I> Registration registerAsyncFunction(
            String id, TypeRef<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.ofAsync(id, inputType, handler));
    }

    /**
     * Registers a function whose payload is read by its own reader, for example the event of a trigger, and whose result is a
     * {@link java.util.concurrent.CompletionStage}.
     */
    default <I> Registration registerAsyncFunction(
            String id, InputType<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.ofAsync(id, inputType, handler));
    }

    /** Registers a function whose input is unparsed JSON and whose result is a {@link java.util.concurrent.CompletionStage}. */
    default Registration registerAsyncFunction(String id, AsyncFunctionHandler<? super Json, ?> handler) {
        return registerFunction(FunctionDefinition.ofAsync(id, handler));
    }

    /**
     * Registers a function with all its settings.
     *
     * @throws IllegalStateException if this worker has already registered a function with this id
     * @throws dev.iii.sdk.error.InvalidPayloadException if the registration cannot be written as JSON, or is larger than a
     *     message may be ({@link WorkerLimits#outboundMessageBytes})
     * @throws dev.iii.sdk.error.WorkerClosedException if this worker is closed, or is being closed
     * @throws dev.iii.sdk.error.WorkerRefusedException if the engine has refused this worker
     */
    Registration registerFunction(FunctionDefinition<?> function);

    /**
     * Registers a function that the engine calls over HTTP.
     *
     * @throws IllegalStateException if this worker has already registered a function with this id
     * @throws dev.iii.sdk.error.InvalidPayloadException if the registration cannot be written as JSON, or is larger than a
     *     message may be ({@link WorkerLimits#outboundMessageBytes})
     * @throws dev.iii.sdk.error.WorkerClosedException if this worker is closed, or is being closed
     * @throws dev.iii.sdk.error.WorkerRefusedException if the engine has refused this worker
     */
    Registration registerFunction(HttpFunctionDefinition function);
}
