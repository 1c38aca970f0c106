package dev.iii.sdk.stream;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateUpdate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A client for the streams of the engine: items by stream, group and id, whose changes consumers receive (engine behaviour,
 * section 11). The items are in the namespace {@code default}, regardless of the namespace of the worker. Created by {@link
 * dev.iii.sdk.Worker#streams}. Thread-safe.
 *
 * <p>Each operation, except {@link #consumer(String)}, is one call of the engine and throws what {@link
 * dev.iii.sdk.Worker#trigger(String, Object)} throws. The operations of {@link #async} do not wait.
 *
 * <pre>{@code
 * worker.streams().set("carts", "user-7", "A-1", new Line("A-1", 2));
 * worker.streams().update("carts", "user-7", "A-1", StateUpdate.create().increment("quantity", 1));
 * List<Line> cart = worker.streams().list("carts", "user-7", Line.class);
 * }</pre>
 *
 * <p>To receive changes, bind a function to a {@link dev.iii.sdk.trigger.StreamTrigger}, or use a {@link StreamConsumer}. To
 * store the items of a stream in a worker, use {@link dev.iii.sdk.Worker#registerStream}.
 *
 * <p>The Redis adapter has the same restrictions as for the state, see {@link dev.iii.sdk.state.StateClient}. If two engines
 * use the same Redis, consumers of both engines receive the events, but {@code stream} triggers fire only on the engine that
 * wrote the item. In {@link #listGroups} and {@link #listAll}, names that contain a colon are confused with other names.
 *
 * <p>Tests of an application may implement this interface and then need no engine. New methods may be added in later
 * versions.
 */
public interface StreamClient {

    /**
     * Returns a client that sets options of each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}.
     *
     * @param options returns a copy of the call that it receives
     */
    StreamClient with(UnaryOperator<Call> options);

    /** Returns the same operations as methods that return futures. */
    Async async();

    /** Returns an item; empty if none exists. */
    default <T> Optional<T> get(String stream, String group, String item, Class<T> type) {
        return get(stream, group, item, TypeRef.of(type));
    }

    /** Returns an item, read as a generic type; empty if none exists. */
    <T> Optional<T> get(String stream, String group, String item, TypeRef<T> type);

    /** Writes an item and returns the old and the new item. */
    StateChange set(String stream, String group, String item, Object data);

    /** Removes an item and returns it; empty if none existed. */
    Optional<Json> delete(String stream, String group, String item);

    /**
     * Changes one item atomically, like {@link dev.iii.sdk.state.StateClient#update} changes a value of the state. The items
     * of a custom stream are changed by its {@link StreamStore}, which determines how atomic the change is.
     */
    StateChange update(String stream, String group, String item, StateUpdate update);

    /** Returns all items of a group, in no particular order. */
    default <T> List<T> list(String stream, String group, Class<T> type) {
        return list(stream, group, TypeRef.of(type));
    }

    /** Returns all items of a group, read as a generic type, in no particular order. */
    <T> List<T> list(String stream, String group, TypeRef<T> type);

    /** Returns the groups of a stream. */
    List<String> listGroups(String stream);

    /** Returns all streams in the store of the engine, with their groups. Custom streams are not included. */
    List<StreamSummary> listAll();

    /**
     * Sends an event to the consumers of a group and to the functions that are bound to a {@code stream} trigger. Nothing is
     * stored.
     *
     * @param type the name of the event
     */
    void send(String stream, String group, String type, @Nullable Object data);

    /**
     * Sends an event to the consumers of one item and to the consumers of its group. Otherwise like {@link #send}.
     *
     * @param type the name of the event
     */
    void sendTo(String stream, String group, String item, String type, @Nullable Object data);

    /** Creates a consumer with default options. Otherwise like {@link #consumer(String, StreamConsumerOptions)}. */
    default StreamConsumer consumer(String url) {
        return consumer(url, StreamConsumerOptions.builder().build());
    }

    /**
     * Creates a consumer that reads items with the codec of this worker, so that channels in them are live. It connects in
     * the background. The caller must close it; closing the worker does not close it.
     *
     * @param url the stream port of the engine, {@code ws://host:port}
     * @param options the options of the consumer; a codec in them is used instead of the codec of this worker
     * @throws IllegalArgumentException if the address does not have this form
     */
    StreamConsumer consumer(String url, StreamConsumerOptions options);

    /**
     * The operations of {@link StreamClient} without waiting. A future completes on a callback thread of the worker, and fails
     * with the exception that the blocking operation throws. Cancelling it abandons the call; the engine may execute it
     * nevertheless. Arguments are checked before a method returns. Thread-safe.
     */
    interface Async {

        /** Reads an item without waiting. See {@link StreamClient#get(String, String, String, Class)}. */
        default <T> CompletableFuture<Optional<T>> get(String stream, String group, String item, Class<T> type) {
            return get(stream, group, item, TypeRef.of(type));
        }

        /** Reads an item without waiting. See {@link StreamClient#get(String, String, String, TypeRef)}. */
        <T> CompletableFuture<Optional<T>> get(String stream, String group, String item, TypeRef<T> type);

        /** Writes an item without waiting. See {@link StreamClient#set}. */
        CompletableFuture<StateChange> set(String stream, String group, String item, Object data);

        /** Removes an item without waiting. See {@link StreamClient#delete}. */
        CompletableFuture<Optional<Json>> delete(String stream, String group, String item);

        /** Changes one item atomically without waiting. See {@link StreamClient#update}. */
        CompletableFuture<StateChange> update(String stream, String group, String item, StateUpdate update);

        /** Reads all items of a group without waiting. See {@link StreamClient#list(String, String, Class)}. */
        default <T> CompletableFuture<List<T>> list(String stream, String group, Class<T> type) {
            return list(stream, group, TypeRef.of(type));
        }

        /** Reads all items of a group without waiting. See {@link StreamClient#list(String, String, TypeRef)}. */
        <T> CompletableFuture<List<T>> list(String stream, String group, TypeRef<T> type);

        /** Lists the groups of a stream without waiting. See {@link StreamClient#listGroups}. */
        CompletableFuture<List<String>> listGroups(String stream);

        /** Lists the streams without waiting. See {@link StreamClient#listAll}. */
        CompletableFuture<List<StreamSummary>> listAll();

        /** Sends an event without waiting; the future completes with {@code null}. See {@link StreamClient#send}. */
        CompletableFuture<Void> send(String stream, String group, String type, @Nullable Object data);

        /** Sends an event without waiting; the future completes with {@code null}. See {@link StreamClient#sendTo}. */
        CompletableFuture<Void> sendTo(String stream, String group, String item, String type, @Nullable Object data);
    }
}
