package dev.iii.sdk;

import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A function with everything that can be said about it. Immutable.
 *
 * <pre>{@code
 * worker.registerFunction(FunctionDefinition.of("cmd::sell-item", Sell.class, (sell, call) -> shop.sell(sell))
 *         .description("Sells some of an item, never more than there are"));
 * }</pre>
 *
 * @param <I> what the function takes
 */
public final class FunctionDefinition<I> {

    private final String id;
    private final Type inputType;
    private final FunctionHandler<? super I, ?> handler;
    private final @Nullable String description;
    private final @Nullable Json requestSchema;
    private final @Nullable Json responseSchema;
    private final @Nullable Object metadata;

    private FunctionDefinition(
            String id,
            Type inputType,
            FunctionHandler<? super I, ?> handler,
            @Nullable String description,
            @Nullable Json requestSchema,
            @Nullable Json responseSchema,
            @Nullable Object metadata) {
        this.id = Checks.notBlank(id, "function id");
        this.inputType = Checks.notNull(inputType, "input type");
        this.handler = Checks.notNull(handler, "handler");
        this.description = description;
        this.requestSchema = requestSchema;
        this.responseSchema = responseSchema;
        this.metadata = metadata;
    }

    /** A function that takes JSON as it comes. */
    public static FunctionDefinition<Json> of(String id, FunctionHandler<? super Json, ?> handler) {
        return new FunctionDefinition<>(id, Json.class, handler, null, null, null, null);
    }

    /** A function that takes a Java type. */
    public static <I> FunctionDefinition<I> of(String id, Class<I> inputType, FunctionHandler<? super I, ?> handler) {
        return new FunctionDefinition<>(id, inputType, handler, null, null, null, null);
    }

    /** A function that takes a generic Java type. */
    public static <I> FunctionDefinition<I> of(String id, TypeRef<I> inputType, FunctionHandler<? super I, ?> handler) {
        return new FunctionDefinition<>(
                id, Checks.notNull(inputType, "input type").type(), handler, null, null, null, null);
    }

    /** A function that takes JSON as it comes and answers later. */
    public static FunctionDefinition<Json> ofAsync(String id, AsyncFunctionHandler<? super Json, ?> handler) {
        return of(id, later(handler));
    }

    /** A function that takes a Java type and answers later. */
    public static <I> FunctionDefinition<I> ofAsync(
            String id, Class<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return of(id, inputType, later(handler));
    }

    /** A function that takes a generic Java type and answers later. */
    public static <I> FunctionDefinition<I> ofAsync(
            String id, TypeRef<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return of(id, inputType, later(handler));
    }

    private static <I> FunctionHandler<I, CompletionStage<?>> later(AsyncFunctionHandler<? super I, ?> handler) {
        Checks.notNull(handler, "handler");
        return handler::handle;
    }

    /** A text for people. */
    public FunctionDefinition<I> description(@Nullable String text) {
        return new FunctionDefinition<>(id, inputType, handler, text, requestSchema, responseSchema, metadata);
    }

    /** JSON Schema of the input. */
    public FunctionDefinition<I> requestSchema(@Nullable Json schema) {
        return new FunctionDefinition<>(id, inputType, handler, description, schema, responseSchema, metadata);
    }

    /** JSON Schema of the answer. */
    public FunctionDefinition<I> responseSchema(@Nullable Json schema) {
        return new FunctionDefinition<>(id, inputType, handler, description, requestSchema, schema, metadata);
    }

    /** Any value, shown by discovery. */
    public FunctionDefinition<I> metadata(@Nullable Object value) {
        return new FunctionDefinition<>(id, inputType, handler, description, requestSchema, responseSchema, value);
    }

    /** The function id. */
    public String id() {
        return id;
    }

    Type inputType() {
        return inputType;
    }

    FunctionHandler<? super I, ?> handler() {
        return handler;
    }

    @Nullable
    String description() {
        return description;
    }

    @Nullable
    Json requestSchema() {
        return requestSchema;
    }

    @Nullable
    Json responseSchema() {
        return responseSchema;
    }

    @Nullable
    Object metadata() {
        return metadata;
    }

    @Override
    public String toString() {
        return "FunctionDefinition[" + id + "]";
    }
}
