package dev.iii.eventsourcing;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A function that executes one kind of command. Immutable and thread-safe: every method that takes a value returns a copy.
 *
 * <pre>{@code
 * CommandFunction.of(ITEM, "cmd::sell-item", Sell.class)
 *         .stream(Sell::sku)
 *         .http(HttpTrigger.post("/inventory/sell"))
 *         .answers(Receipt.class, done -> new Receipt(done.command().sku(), done.after().stock()));
 * }</pre>
 *
 * <p>The payload consists of the fields of the command. Two more fields are optional: {@code commandId}, the idempotency key,
 * and {@code expectedVersion}, see {@link CommandOptions}. HTTP clients may send the key in the header {@code
 * Idempotency-Key}. A payload with any other field is refused with {@code invalid_request} and status 400; the error names the
 * field.
 *
 * @param <C> the type of the command
 * @param <E> the type of all events
 * @param <S> the state
 */
public final class CommandFunction<C, E, S> {

    private final Aggregate<? super C, E, S> aggregate;
    private final String id;
    private final InputType<C> input;
    private final Optional<Json> schema;
    private final @Nullable Function<? super C, String> stream;
    private final Function<Done<C, E, S>, ?> answer;
    private final List<HttpTrigger> routes;
    private final UnaryOperator<FunctionDefinition<Json>> definition;

    private CommandFunction(
            Aggregate<? super C, E, S> aggregate,
            String id,
            InputType<C> input,
            Optional<Json> schema,
            @Nullable Function<? super C, String> stream,
            Function<Done<C, E, S>, ?> answer,
            List<HttpTrigger> routes,
            UnaryOperator<FunctionDefinition<Json>> definition) {
        this.aggregate = aggregate;
        this.id = id;
        this.input = input;
        this.schema = schema;
        this.stream = stream;
        this.answer = answer;
        this.routes = List.copyOf(routes);
        this.definition = definition;
    }

    /**
     * The result of a command function unless {@link #answers} defines another one.
     *
     * @param stream the stream
     * @param version the number of the last event of the stream after the command
     * @param eventIds the ids of the events of the command
     */
    public record Receipt(String stream, long version, List<String> eventIds) {}

    /**
     * Creates a command function.
     *
     * @param aggregate the aggregate
     * @param id the id of the function, for example {@code cmd::sell-item}
     * @param type the type of the command
     */
    public static <C extends B, B, E, S> CommandFunction<C, E, S> of(
            Aggregate<B, E, S> aggregate, String id, Class<C> type) {
        return new CommandFunction<>(
                aggregate,
                id,
                InputType.of(type),
                Optional.empty(),
                null,
                CommandFunction::receipt,
                List.of(),
                UnaryOperator.identity());
    }

    /**
     * Creates a command function whose payload has fields with rules. Their schema, with the fields of the library, becomes the
     * schema of the function.
     *
     * @param aggregate the aggregate
     * @param id the id of the function, for example {@code cmd::sell-item}
     * @param payload the fields of the payload
     */
    public static <C extends B, B, E, S> CommandFunction<C, E, S> of(
            Aggregate<B, E, S> aggregate, String id, Payload<C> payload) {
        return new CommandFunction<>(
                aggregate,
                id,
                payload.input(),
                Optional.of(payload.schema()),
                null,
                CommandFunction::receipt,
                List.of(),
                UnaryOperator.identity());
    }

    private static Receipt receipt(Done<?, ?, ?> done) {
        List<String> ids = new ArrayList<>();
        for (Recorded<?> recorded : done.events()) {
            ids.add(recorded.id());
        }
        return new Receipt(done.stream(), done.version(), List.copyOf(ids));
    }

    /**
     * Sets how the stream of a command is found. Required.
     *
     * @param streamOf returns the stream, 1 to 200 characters, for example the SKU of an item
     */
    public CommandFunction<C, E, S> stream(Function<? super C, String> streamOf) {
        return new CommandFunction<>(aggregate, id, input, schema, streamOf, answer, routes, definition);
    }

    /**
     * Sets how the payload is read as a command. Default: by the codec, as the type of the command. An own reader gets the
     * payload without the fields {@code commandId} and {@code expectedVersion}. It must refuse unknown fields itself.
     */
    public CommandFunction<C, E, S> reads(InputType<C> inputType) {
        return new CommandFunction<>(aggregate, id, inputType, Optional.empty(), stream, answer, routes, definition);
    }

    /**
     * Sets the result of the function. Default: a {@link Receipt}.
     *
     * @param answerOf a pure function; it is called again for a command that is repeated, so that the result is the same
     */
    public CommandFunction<C, E, S> answers(Function<Done<C, E, S>, ?> answerOf) {
        return new CommandFunction<>(aggregate, id, input, schema, stream, answerOf, routes, definition);
    }

    /**
     * Sets the result of the function and its type, from which the schema of the result is inferred.
     *
     * @param type the type of the result
     * @param answerOf a pure function; it is called again for a command that is repeated, so that the result is the same
     */
    public <R> CommandFunction<C, E, S> answers(Class<R> type, Function<Done<C, E, S>, ? extends R> answerOf) {
        return answers(answerOf).definition(function -> function.resultType(type));
    }

    /** Adds a route. */
    public CommandFunction<C, E, S> http(HttpTrigger route) {
        List<HttpTrigger> more = new ArrayList<>(routes);
        more.add(route);
        return new CommandFunction<>(aggregate, id, input, schema, stream, answer, more, definition);
    }

    /** Sets what the function does, for discovery. Default: none. */
    public CommandFunction<C, E, S> description(String text) {
        return definition(function -> function.description(text));
    }

    /**
     * Changes the definition of the function, for example its limits: {@code definition(f -> f.concurrency(64, 1000))}.
     *
     * @param change returns a copy of the definition that it receives
     */
    public CommandFunction<C, E, S> definition(UnaryOperator<FunctionDefinition<Json>> change) {
        return new CommandFunction<>(
                aggregate,
                id,
                input,
                schema,
                stream,
                answer,
                routes,
                function -> change.apply(definition.apply(function)));
    }

    /** Returns the aggregate. */
    public Aggregate<? super C, E, S> aggregate() {
        return aggregate;
    }

    /** Returns the id of the function. */
    public String id() {
        return id;
    }

    /** Returns how the payload is read. */
    public InputType<C> input() {
        return input;
    }

    /** Returns the schema of the {@link Payload}, without the fields of the library; empty if there is none. */
    public Optional<Json> schema() {
        return schema;
    }

    /**
     * Returns the stream of a command.
     *
     * @throws IllegalStateException if {@link #stream(Function)} was not called
     */
    public String streamOf(C command) {
        if (stream == null) {
            throw new IllegalStateException("command function " + id + " has no stream; call stream(…)");
        }
        return stream.apply(command);
    }

    /** Returns {@code true} if {@link #stream(Function)} was called. */
    public boolean hasStream() {
        return stream != null;
    }

    /** Returns the result of the function for a result of the aggregate. */
    public @Nullable Object answer(Done<C, E, S> done) {
        return answer.apply(done);
    }

    /** Returns the routes. */
    public List<HttpTrigger> routes() {
        return routes;
    }

    /** Returns the definition of the function with the changes of {@link #definition(UnaryOperator)}. */
    public FunctionDefinition<Json> define(FunctionDefinition<Json> function) {
        return definition.apply(function);
    }
}
