package dev.iii.sdk;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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
    private final InputType<I> inputType;
    private final FunctionHandler<? super I, ?> handler;
    private final FunctionExtras extras;

    private FunctionDefinition(
            String id, InputType<I> inputType, FunctionHandler<? super I, ?> handler, FunctionExtras extras) {
        this.id = Checks.notBlank(id, "function id");
        this.inputType = Checks.notNull(inputType, "input type");
        this.handler = Checks.notNull(handler, "handler");
        this.extras = extras;
    }

    private FunctionDefinition<I> with(Consumer<FunctionExtras> change) {
        return new FunctionDefinition<>(id, inputType, handler, extras.with(change));
    }

    /** A function that takes JSON as it comes. */
    public static FunctionDefinition<Json> of(String id, FunctionHandler<? super Json, ?> handler) {
        return of(id, InputType.of(Json.class), handler);
    }

    /** A function that takes a Java type. */
    public static <I> FunctionDefinition<I> of(String id, Class<I> inputType, FunctionHandler<? super I, ?> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** A function that takes a generic Java type. */
    public static <I> FunctionDefinition<I> of(String id, TypeRef<I> inputType, FunctionHandler<? super I, ?> handler) {
        return of(id, InputType.of(inputType), handler);
    }

    /** A function whose payload is read in a way of its own, for example the event of a trigger. */
    public static <I> FunctionDefinition<I> of(
            String id, InputType<I> inputType, FunctionHandler<? super I, ?> handler) {
        return new FunctionDefinition<>(id, inputType, handler, FunctionExtras.NONE);
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

    /** A function whose payload is read in a way of its own, and that answers later. */
    public static <I> FunctionDefinition<I> ofAsync(
            String id, InputType<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return of(id, inputType, later(handler));
    }

    private static <I> FunctionHandler<I, CompletionStage<?>> later(AsyncFunctionHandler<? super I, ?> handler) {
        Checks.notNull(handler, "handler");
        return (input, call) -> {
            CompletionStage<?> stage = handler.handle(input, call);
            if (stage == null) {
                throw new IllegalStateException("the handler of " + call.functionId()
                        + " answers later, but has returned null instead of a CompletionStage");
            }
            return stage;
        };
    }

    /**
     * A function that is no code of this worker: the engine calls a service over HTTP for it.
     *
     * @param url {@code https://host/path}
     * @throws IllegalArgumentException when the id is blank or the address not of this form
     */
    public static HttpFunctionDefinition http(String id, String url) {
        return HttpFunctionDefinition.of(id, url);
    }

    /** A text for people. */
    public FunctionDefinition<I> description(@Nullable String text) {
        return with(e -> e.description = text);
    }

    /** What the function answers, for the JSON Schema that is inferred. */
    public FunctionDefinition<I> answers(Class<?> type) {
        Class<?> checked = Checks.notNull(type, "answer type");
        return with(e -> e.answerType = checked);
    }

    /** What the function answers, for the JSON Schema that is inferred. */
    public FunctionDefinition<I> answers(TypeRef<?> type) {
        Type checked = Checks.notNull(type, "answer type").type();
        return with(e -> e.answerType = checked);
    }

    /** JSON Schema of the input; when it is not set, it is inferred from the input type. */
    public FunctionDefinition<I> requestSchema(@Nullable Json schema) {
        return with(e -> e.requestSchema = schema);
    }

    /** JSON Schema of the answer; when it is not set, it is inferred from {@link #answers}. */
    public FunctionDefinition<I> responseSchema(@Nullable Json schema) {
        return with(e -> e.responseSchema = schema);
    }

    /** Any value, shown by discovery. */
    public FunctionDefinition<I> metadata(@Nullable Object value) {
        return with(e -> e.metadata = value);
    }

    /**
     * At most so many calls of this function run at once, and so many more wait for their turn; beyond, the caller gets
     * the error {@code overloaded}.
     *
     * @param running at least 1
     * @param waiting at least 0
     */
    public FunctionDefinition<I> concurrency(int running, int waiting) {
        Checks.atLeastOne(running, "concurrency");
        if (waiting < 0) {
            throw new IllegalArgumentException("waiting is " + waiting + "; it must be at least 0");
        }
        return with(e -> {
            e.concurrency = running;
            e.waiting = waiting;
        });
    }

    /**
     * How long the handler may run. When the time is over, the caller gets the error {@code TIMEOUT} and the thread of the
     * handler is interrupted; it keeps its place until it returns. Of a handler that answers later the stage is cancelled
     * as a {@link java.util.concurrent.CompletableFuture}, and its place is free.
     */
    public FunctionDefinition<I> timeout(Duration longest) {
        Duration checked = Checks.positive(longest, "timeout");
        return with(e -> e.timeout = checked);
    }

    /**
     * Runs the handler on the I/O thread of the worker, without handing it over: half the time of a call, for handlers
     * that are done in a few microseconds. It must never block and never call a function and wait: while it runs, the
     * worker reads nothing, answers nothing and keeps no time; a {@link #timeout} cannot interrupt it. {@link
     * #concurrency} does not matter, since one runs after the other.
     */
    public FunctionDefinition<I> quick() {
        return with(e -> e.quick = true);
    }

    /** Without spans: for functions of the SDK itself. */
    FunctionDefinition<I> untraced() {
        return with(e -> e.untraced = true);
    }

    /** The function id. */
    public String id() {
        return id;
    }

    InputType<I> inputType() {
        return inputType;
    }

    FunctionHandler<? super I, ?> handler() {
        return handler;
    }

    FunctionExtras extras() {
        return extras;
    }

    @Override
    public String toString() {
        return "FunctionDefinition[" + id + "]";
    }
}
