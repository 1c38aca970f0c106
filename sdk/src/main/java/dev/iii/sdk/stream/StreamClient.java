package dev.iii.sdk.stream;

import dev.iii.sdk.Call;
import dev.iii.sdk.Json;
import dev.iii.sdk.Registration;
import dev.iii.sdk.TypeRef;
import dev.iii.sdk.Worker;
import dev.iii.sdk.internal.Arguments;
import dev.iii.sdk.internal.client.Ask;
import dev.iii.sdk.internal.client.EngineCalls;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateUpdate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Items by stream, group and id, whose changes others see (engine behaviour, section 11), in {@code default} whatever
 * the worker's namespace is. Each method is one call of the engine and throws what
 * {@link Worker#trigger(String, Object)} throws; its twin {@code …Async} does not wait, and its future completes on a
 * thread for handlers. Thread-safe.
 *
 * <pre>{@code
 * worker.streams().set("carts", "user-7", "A-1", new Line("A-1", 2));
 * worker.streams().update("carts", "user-7", "A-1", StateUpdate.begin().increment("quantity", 1));
 * List<Line> cart = worker.streams().list("carts", "user-7", Line.class);
 * }</pre>
 *
 * <p>Who wants to see the changes binds a function to a {@link dev.iii.sdk.trigger.StreamTrigger}, or is a {@link
 * StreamConsumer}. What the Redis adapter does not keep is the same as for the state, see {@link
 * dev.iii.sdk.state.StateClient}; names with a colon in them get mixed up in {@link #listGroups} and {@link #listAll}. Of two engines on one
 * Redis, consumers of both see the events, but {@code stream} triggers fire on the engine that wrote alone.
 */
public final class StreamClient {

    private final EngineCalls engine;

    /** The streams as this worker sees them. */
    public StreamClient(Worker worker) {
        this(new EngineCalls(worker));
    }

    private StreamClient(EngineCalls engine) {
        this.engine = engine;
    }

    /** A client that says more about each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}. */
    public StreamClient with(UnaryOperator<Call> options) {
        return new StreamClient(engine.with(options));
    }

    /** An item; empty when there is none. */
    public <T> Optional<T> get(String stream, String group, String item, Class<T> type) {
        return engine.ask(get(place(stream, group, item), EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<Optional<T>> getAsync(String stream, String group, String item, Class<T> type) {
        return engine.askAsync(get(place(stream, group, item), EngineCalls.as(type)));
    }

    /** An item as a generic type; empty when there is none. */
    public <T> Optional<T> get(String stream, String group, String item, TypeRef<T> type) {
        return engine.ask(get(place(stream, group, item), EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<Optional<T>> getAsync(String stream, String group, String item, TypeRef<T> type) {
        return engine.askAsync(get(place(stream, group, item), EngineCalls.as(type)));
    }

    /** Writes an item and tells what was there before. */
    public StateChange set(String stream, String group, String item, Object data) {
        return engine.ask(new Ask<>(
                "stream::set",
                place(stream, group, item)
                        .put("data", engine.json(Arguments.notNull(data, "data")))
                        .toJson(),
                StateChange::of));
    }

    /** The same without waiting. */
    public CompletableFuture<StateChange> setAsync(String stream, String group, String item, Object data) {
        return engine.askAsync(new Ask<>(
                "stream::set",
                place(stream, group, item)
                        .put("data", engine.json(Arguments.notNull(data, "data")))
                        .toJson(),
                StateChange::of));
    }

    /** Removes an item and gives it back; empty when there was none. */
    public Optional<Json> delete(String stream, String group, String item) {
        return engine.ask(new Ask<>(
                "stream::delete",
                place(stream, group, item).toJson(),
                answer -> Optional.ofNullable(JsonFields.of(answer, "old_value").jsonOrNull("old_value"))));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<Json>> deleteAsync(String stream, String group, String item) {
        return engine.askAsync(new Ask<>(
                "stream::delete",
                place(stream, group, item).toJson(),
                answer -> Optional.ofNullable(JsonFields.of(answer, "old_value").jsonOrNull("old_value"))));
    }

    /**
     * Changes one item atomically, as {@link dev.iii.sdk.state.StateClient#update} does a value of the state; with a custom
     * stream, as atomically as its store does.
     */
    public StateChange update(String stream, String group, String item, StateUpdate update) {
        return engine.ask(new Ask<>(
                "stream::update",
                place(stream, group, item)
                        .put("ops", Arguments.notNull(update, "update").toJson(engine::json))
                        .toJson(),
                StateChange::of));
    }

    /** The same without waiting. */
    public CompletableFuture<StateChange> updateAsync(String stream, String group, String item, StateUpdate update) {
        return engine.askAsync(new Ask<>(
                "stream::update",
                place(stream, group, item)
                        .put("ops", Arguments.notNull(update, "update").toJson(engine::json))
                        .toJson(),
                StateChange::of));
    }

    /** All items of a group; their order is not fixed. */
    public <T> List<T> list(String stream, String group, Class<T> type) {
        return engine.ask(list(stream, group, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<List<T>> listAsync(String stream, String group, Class<T> type) {
        return engine.askAsync(list(stream, group, EngineCalls.as(type)));
    }

    /** All items of a group, as a generic type; their order is not fixed. */
    public <T> List<T> list(String stream, String group, TypeRef<T> type) {
        return engine.ask(list(stream, group, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<List<T>> listAsync(String stream, String group, TypeRef<T> type) {
        return engine.askAsync(list(stream, group, EngineCalls.as(type)));
    }

    /** The groups of a stream. */
    public List<String> listGroups(String stream) {
        return engine.ask(new Ask<>(
                "stream::list_groups",
                stream(stream).toJson(),
                answer -> JsonFields.list(answer, name -> name.as(String.class))));
    }

    /** The same without waiting. */
    public CompletableFuture<List<String>> listGroupsAsync(String stream) {
        return engine.askAsync(new Ask<>(
                "stream::list_groups",
                stream(stream).toJson(),
                answer -> JsonFields.list(answer, name -> name.as(String.class))));
    }

    /** All streams of the engine's own store, with their groups. Custom streams are not among them. */
    public List<StreamSummary> listAll() {
        return engine.ask(new Ask<>(
                "stream::list_all",
                new JsonObject().toJson(),
                answer -> JsonFields.of(answer, "a list").list("stream", StreamSummary::of)));
    }

    /** The same without waiting. */
    public CompletableFuture<List<StreamSummary>> listAllAsync() {
        return engine.askAsync(new Ask<>(
                "stream::list_all",
                new JsonObject().toJson(),
                answer -> JsonFields.of(answer, "a list").list("stream", StreamSummary::of)));
    }

    /**
     * Sends an event to the consumers of a group and to the functions that are bound to a {@code stream} trigger. Nothing is
     * stored.
     *
     * @param type what the event is called
     */
    public void send(String stream, String group, String type, @Nullable Object data) {
        engine.tell("stream::send", event(stream, group, null, type, data));
    }

    /** The same without waiting. */
    public CompletableFuture<Void> sendAsync(String stream, String group, String type, @Nullable Object data) {
        return engine.tellAsync("stream::send", event(stream, group, null, type, data));
    }

    /** Sends an event to those who look at one item, and to those who look at its group. */
    public void sendTo(String stream, String group, String item, String type, @Nullable Object data) {
        engine.tell("stream::send", event(stream, group, Arguments.notNull(item, "item"), type, data));
    }

    /** The same without waiting. */
    public CompletableFuture<Void> sendToAsync(
            String stream, String group, String item, String type, @Nullable Object data) {
        return engine.tellAsync("stream::send", event(stream, group, Arguments.notNull(item, "item"), type, data));
    }

    /**
     * A consumer that reads items as this worker does, with its codec and with live channels; {@link StreamConsumer#connect}
     * does the rest. It is to be closed by itself, and goes on when the worker is closed.
     *
     * @param url the engine's stream port, {@code ws://host:port}
     */
    public StreamConsumer consumer(String url) {
        return consumer(url, StreamConsumerOptions.builder().build());
    }

    /** The same with options; a codec that they name counts. */
    public StreamConsumer consumer(String url, StreamConsumerOptions options) {
        JsonCodec codec = Arguments.notNull(options, "options").codec().orElseGet(engine.worker()::codec);
        return StreamConsumer.connect(url, options.toBuilder().codec(codec).build());
    }

    /**
     * Keeps the items of a stream in place of the engine: registers the six functions {@code stream::get(NAME)}, {@code set},
     * {@code delete}, {@code update}, {@code list} and {@code list_groups} of it. The engine goes on telling consumers and
     * triggers what happens.
     *
     * @return all six as one: confirmed when the engine has taken each, refused when it has refused one, for example because
     *     another worker has it
     * @throws IllegalStateException when the worker has a namespace of its own, where the engine would not look for them, or
     *     has registered this stream already
     */
    public Registration register(String name, StreamStore store) {
        Arguments.notBlank(name, "stream name");
        Arguments.notNull(store, "store");
        Worker worker = engine.worker();
        String namespace = worker.namespace().orElse("default");
        if (!namespace.equals("default")) {
            throw new IllegalStateException("a custom stream must live in the namespace default, and this worker is in "
                    + namespace + "; register it with a worker without a namespace");
        }
        return CustomStream.register(worker, name, store);
    }

    private static <T> Ask<Optional<T>> get(JsonObject place, Function<Json, @Nullable T> reader) {
        return new Ask<>("stream::get", place.toJson(), answer -> Optional.ofNullable(reader.apply(answer)));
    }

    private static <T> Ask<List<T>> list(String stream, String group, Function<Json, @Nullable T> reader) {
        return new Ask<>("stream::list", group(stream, group).toJson(), answer -> JsonFields.list(answer, reader));
    }

    private Json event(String stream, String group, @Nullable String item, String type, @Nullable Object data) {
        return group(stream, group)
                .putIfThere("id", item)
                .put("type", Arguments.notBlank(type, "event type"))
                .put("data", engine.json(data))
                .toJson();
    }

    private static JsonObject stream(String stream) {
        return new JsonObject().put("stream_name", Arguments.notBlank(stream, "stream name"));
    }

    private static JsonObject group(String stream, String group) {
        return stream(stream).put("group_id", Arguments.notNull(group, "group"));
    }

    private static JsonObject place(String stream, String group, String item) {
        return group(stream, group).put("item_id", Arguments.notNull(item, "item"));
    }
}
