package dev.iii.sdk.stream;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateChange;
import java.util.List;
import java.util.Optional;

/**
 * Stores the items of a custom stream in place of the engine, see {@code Worker.registerStream}. Called on handler threads,
 * by several threads at the same time; implementations must be thread-safe. No method may return {@code null}.
 *
 * <p>If a method throws, the caller of the operation gets an error. For {@link #get}, {@link #list} and {@link #listGroups}
 * it has the code of the {@link dev.iii.sdk.error.FunctionException}. For {@link #set}, {@link #delete} and {@link #update}
 * it has a code of the engine ({@code STREAM_SET_ERROR}, …), and its message contains the code of the exception.
 *
 * <p>If {@link #list} or {@link #get} throws while a consumer joins, the engine does not respond to the consumer. A {@link
 * StreamConsumer} then joins again, see {@link StreamConsumerOptions#joinTimeout}.
 */
public interface StreamStore {

    /** Returns an item; empty if it does not exist. */
    Optional<Json> get(String group, String item);

    /**
     * Writes an item. The old value of the result must be JSON null if the item did not exist: the engine then sends {@link
     * StreamEvent.Created}.
     */
    StateChange set(String group, String item, Json data);

    /** Removes an item and returns it; returns empty if it did not exist, and the engine then sends no event. */
    Optional<Json> delete(String group, String item);

    /**
     * Changes an item by operations, in order and atomically. {@link dev.iii.sdk.state.StateUpdate#apply} computes the new
     * item. The store must write it before it allows another write of the item.
     *
     * @param operations an array of {@code {"type": set|merge|increment|decrement|append|remove, "path", "value"|"by"}}
     *     (engine behaviour, section 9)
     */
    StateChange update(String group, String item, Json operations);

    /** Returns all items of a group. */
    List<Json> list(String group);

    /** Returns all groups. */
    List<String> listGroups();
}
