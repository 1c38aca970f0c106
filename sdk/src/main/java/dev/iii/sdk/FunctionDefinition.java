package dev.iii.sdk;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A function and its settings. Immutable: every setter returns a copy.
 *
 * <pre>{@code
 * worker.registerFunction(FunctionDefinition.of("cmd::sell-item", Sell.class, (sell, call) -> shop.sell(sell))
 *         .description("Sells a quantity of an item, at most the current stock")
 *         .concurrency(8, 100)
 *         .timeout(Duration.ofSeconds(2)));
 * }</pre>
 *
 * @param <I> the type of the input
 */
public final class FunctionDefinition<I> {

    private final String id;
    private final InputType<I> inputType;
    private final FunctionHandler<? super I, ?> handler;
    private final Settings settings;

    private FunctionDefinition(
            String id, InputType<I> inputType, FunctionHandler<? super I, ?> handler, Settings settings) {
        this.id = Arguments.notBlank(id, "function id");
        this.inputType = Arguments.notNull(inputType, "input type");
        this.handler = Arguments.notNull(handler, "handler");
        this.settings = settings;
    }

    private FunctionDefinition<I> with(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        return new FunctionDefinition<>(id, inputType, handler, copy);
    }

    /** Creates a function whose input is unparsed JSON. */
    public static FunctionDefinition<Json> of(String id, FunctionHandler<? super Json, ?> handler) {
        return of(id, InputType.of(Json.class), handler);
    }

    /** Creates a function whose input is a Java type. */
    public static <I> FunctionDefinition<I> of(String id, Class<I> inputType, FunctionHandler<? super I, ?> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** Creates a function whose input is a generic Java type. */
    public static <I> FunctionDefinition<I> of(String id, TypeRef<I> inputType, FunctionHandler<? super I, ?> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** Creates a function whose payload is read by its own reader, for example the event of a trigger. */
    public static <I> FunctionDefinition<I> of(
            String id, InputType<I> inputType, FunctionHandler<? super I, ?> handler) {
        return new FunctionDefinition<>(id, inputType, handler, new Settings());
    }

    /** Creates a function that needs only its input, which is a Java type. */
    public static <I> FunctionDefinition<I> of(String id, Class<I> inputType, InputHandler<? super I, ?> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** Creates a function that needs only its input, which is a generic Java type. */
    public static <I> FunctionDefinition<I> of(String id, TypeRef<I> inputType, InputHandler<? super I, ?> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** Creates a function that needs only its input, which is read by its own reader. */
    public static <I> FunctionDefinition<I> of(String id, InputType<I> inputType, InputHandler<? super I, ?> handler) {
        return of(id, inputType, withResult(handler));
    }

    /** Creates a function that needs only its input, which is unparsed JSON. */
    public static FunctionDefinition<Json> of(String id, InputHandler<? super Json, ?> handler) {
        return of(id, InputType.of(Json.class), handler);
    }

    /** Creates a function without a result, whose input is a Java type. */
    public static <I> FunctionDefinition<I> of(
            CharSequence id, Class<I> inputType, FunctionConsumer<? super I> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** Creates a function without a result, whose input is a generic Java type. */
    public static <I> FunctionDefinition<I> of(
            CharSequence id, TypeRef<I> inputType, FunctionConsumer<? super I> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** Creates a function without a result, whose input is read by its own reader. */
    public static <I> FunctionDefinition<I> of(
            CharSequence id, InputType<I> inputType, FunctionConsumer<? super I> handler) {
        return of(Arguments.notNull(id, "function id").toString(), inputType, withResult(handler));
    }

    /** Creates a function without a result, whose input is unparsed JSON. */
    public static FunctionDefinition<Json> of(CharSequence id, FunctionConsumer<? super Json> handler) {
        return of(id, InputType.of(Json.class), handler);
    }

    /** Creates a function without a result that needs only its input, which is a Java type. */
    public static <I> FunctionDefinition<I> of(CharSequence id, Class<I> inputType, InputConsumer<? super I> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** Creates a function without a result that needs only its input, which is a generic Java type. */
    public static <I> FunctionDefinition<I> of(
            CharSequence id, TypeRef<I> inputType, InputConsumer<? super I> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** Creates a function without a result that needs only its input, which is read by its own reader. */
    public static <I> FunctionDefinition<I> of(
            CharSequence id, InputType<I> inputType, InputConsumer<? super I> handler) {
        return of(Arguments.notNull(id, "function id").toString(), inputType, withResult(handler));
    }

    /** Creates a function without a result that needs only its input, which is unparsed JSON. */
    public static FunctionDefinition<Json> of(CharSequence id, InputConsumer<? super Json> handler) {
        return of(id, InputType.of(Json.class), handler);
    }

    private static <I> FunctionHandler<I, ?> withResult(InputHandler<? super I, ?> handler) {
        Arguments.notNull(handler, "handler");
        return (input, call) -> handler.handle(input);
    }

    private static <I> FunctionHandler<I, ?> withResult(FunctionConsumer<? super I> handler) {
        Arguments.notNull(handler, "handler");
        return (input, call) -> {
            handler.accept(input, call);
            return null;
        };
    }

    private static <I> FunctionHandler<I, ?> withResult(InputConsumer<? super I> handler) {
        Arguments.notNull(handler, "handler");
        return (input, call) -> {
            handler.accept(input);
            return null;
        };
    }

    /** Creates a function whose input is unparsed JSON and whose result is a {@link CompletionStage}. */
    public static FunctionDefinition<Json> ofAsync(String id, AsyncFunctionHandler<? super Json, ?> handler) {
        return of(id, stageOf(handler));
    }

    /** Creates a function whose input is a Java type and whose result is a {@link CompletionStage}. */
    public static <I> FunctionDefinition<I> ofAsync(
            String id, Class<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return of(id, inputType, stageOf(handler));
    }

    /** Creates a function whose input is a generic Java type and whose result is a {@link CompletionStage}. */
    public static <I> FunctionDefinition<I> ofAsync(
            String id, TypeRef<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return of(id, inputType, stageOf(handler));
    }

    /** Creates a function whose payload is read by its own reader, and whose result is a {@link CompletionStage}. */
    public static <I> FunctionDefinition<I> ofAsync(
            String id, InputType<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return of(id, inputType, stageOf(handler));
    }

    private static <I> FunctionHandler<I, CompletionStage<?>> stageOf(AsyncFunctionHandler<? super I, ?> handler) {
        Arguments.notNull(handler, "handler");
        return (input, call) -> {
            CompletionStage<?> stage = handler.handle(input, call);
            if (stage == null) {
                throw new IllegalStateException("the asynchronous handler of " + call.functionId()
                        + " returned null instead of a CompletionStage");
            }
            return stage;
        };
    }

    /**
     * Creates a function that is implemented by an HTTP service: the engine calls the service, not this worker.
     *
     * @param url the address of the service, {@code https://host/path}
     * @throws IllegalArgumentException if the id is blank, or if the address does not have this form
     */
    public static HttpFunctionDefinition http(String id, String url) {
        return HttpFunctionDefinition.of(id, url);
    }

    // ---------------------------------------------------------------- settings

    /** Sets a description for humans, which discovery shows. Default: none. */
    public FunctionDefinition<I> description(@Nullable String text) {
        return with(s -> s.description = text);
    }

    /** Sets the type of the result, from which the JSON Schema of the result is inferred. Default: no schema. */
    public FunctionDefinition<I> resultType(Class<?> type) {
        Class<?> checked = Arguments.notNull(type, "result type");
        return with(s -> s.resultType = checked);
    }

    /** Sets the generic type of the result, from which the JSON Schema of the result is inferred. Default: no schema. */
    public FunctionDefinition<I> resultType(TypeRef<?> type) {
        Type checked = Arguments.notNull(type, "result type").type();
        return with(s -> s.resultType = checked);
    }

    /** Sets the JSON Schema of the input. Default: inferred from the input type. */
    public FunctionDefinition<I> requestSchema(@Nullable Json schema) {
        return with(s -> s.requestSchema = schema);
    }

    /** Sets the JSON Schema of the result. Default: inferred from {@link #resultType(Class)}. */
    public FunctionDefinition<I> responseSchema(@Nullable Json schema) {
        return with(s -> s.responseSchema = schema);
    }

    /** Sets a value that discovery shows with the function. Default: none. */
    public FunctionDefinition<I> metadata(@Nullable Object value) {
        return with(s -> s.metadata = value);
    }

    /**
     * Limits the calls of this function. Callers beyond both limits get the error {@code overloaded}. Default: no limit but
     * those of {@link WorkerOptions#limits}.
     *
     * @param running the maximum number of calls that run at the same time; at least 1
     * @param waiting the maximum number of further calls that wait; at least 0
     */
    public FunctionDefinition<I> concurrency(int running, int waiting) {
        Concurrency limit = new Concurrency(running, waiting);
        return with(s -> s.concurrency = limit);
    }

    /**
     * Sets the maximum time for the handler. When it is over, the caller gets the error {@code TIMEOUT} and the thread of the
     * handler is interrupted; the call counts as running until the handler returns. If the handler returned a stage, the
     * stage is cancelled as a {@link java.util.concurrent.CompletableFuture}, and the call no longer counts as running.
     * Default: no maximum.
     */
    public FunctionDefinition<I> timeout(Duration longest) {
        Duration checked = Arguments.positive(longest, "timeout");
        return with(s -> s.timeout = checked);
    }

    /**
     * Runs the handler on the I/O thread of the worker from the first call on. Every handler that was quick many times in a
     * row runs there; this method is for handlers that are known to need a few microseconds. The handler should not wait.
     * Default: handler threads until the handler is proven quick.
     *
     * <p>If the handler waits nevertheless, another thread reads the connection, the log contains the stack of the
     * handler once, and the function runs on handler threads until it was quick many times. The worker immediately
     * notices a handler that waits for the engine, and notices any other within some tens of milliseconds.
     */
    public FunctionDefinition<I> quick() {
        return with(s -> s.quick = true);
    }

    // ---------------------------------------------------------------- what was set

    /** Returns the function id. */
    public String id() {
        return id;
    }

    /** Returns the input type. */
    public InputType<I> inputType() {
        return inputType;
    }

    /** Returns the handler. */
    public FunctionHandler<? super I, ?> handler() {
        return handler;
    }

    /** Returns the description. */
    public Optional<String> description() {
        return Optional.ofNullable(settings.description);
    }

    /** Returns the type from which the schema of the result is inferred. */
    public Optional<Type> resultType() {
        return Optional.ofNullable(settings.resultType);
    }

    /** Returns the JSON Schema of the input if it was set. */
    public Optional<Json> requestSchema() {
        return Optional.ofNullable(settings.requestSchema);
    }

    /** Returns the JSON Schema of the result if it was set. */
    public Optional<Json> responseSchema() {
        return Optional.ofNullable(settings.responseSchema);
    }

    /** Returns the value that discovery shows with the function; {@code null} if there is none. */
    public @Nullable Object metadata() {
        return settings.metadata;
    }

    /** Returns the limits of this function; empty if it has none. */
    public Optional<Concurrency> concurrency() {
        return Optional.ofNullable(settings.concurrency);
    }

    /** Returns the maximum time for the handler; empty if it has none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(settings.timeout);
    }

    /** Returns {@code true} if the handler runs on the I/O thread from the first call on. */
    public boolean isQuick() {
        return settings.quick;
    }

    @Override
    public String toString() {
        return "FunctionDefinition[" + id + "]";
    }

    /**
     * The limits of one function. Immutable.
     *
     * @param running the maximum number of calls that run at the same time; at least 1
     * @param waiting the maximum number of further calls that wait; at least 0
     */
    public record Concurrency(int running, int waiting) {

        /** @throws IllegalArgumentException if a value is out of its range */
        public Concurrency {
            Arguments.atLeast(1, running, "concurrency");
            Arguments.atLeast(0, waiting, "waiting");
        }
    }

    /** Changed only while a copy is created. */
    private static final class Settings {

        private @Nullable String description;
        private @Nullable Type resultType;
        private @Nullable Json requestSchema;
        private @Nullable Json responseSchema;
        private @Nullable Object metadata;
        private @Nullable Concurrency concurrency;
        private @Nullable Duration timeout;
        private boolean quick;

        private Settings copy() {
            Settings copy = new Settings();
            copy.description = description;
            copy.resultType = resultType;
            copy.requestSchema = requestSchema;
            copy.responseSchema = responseSchema;
            copy.metadata = metadata;
            copy.concurrency = concurrency;
            copy.timeout = timeout;
            copy.quick = quick;
            return copy;
        }
    }
}
