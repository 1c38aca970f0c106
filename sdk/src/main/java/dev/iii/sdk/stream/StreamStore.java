package dev.iii.sdk.stream;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateChange;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the items of a custom stream in place of the engine, see {@code Worker.registerStream}. Called on threads for
 * handlers, several at once. Nothing that it gives back may be {@code null}. Implementations are thread-safe.
 *
 * <p>What it throws reaches the caller as an error of the operation: with the code of a {@link dev.iii.sdk.error.FunctionException}
 * when an item or a list was asked for, and with a code of the engine ({@code STREAM_SET_ERROR}, …) and the code of the store
 * in the message when something was to be written. A consumer that joins while {@link #list} throws, or {@link #get}, is told
 * nothing; ours joins again, see {@link StreamConsumerOptions#joinTimeout}.
 */
public interface StreamStore {

    /** An item; empty when there is none. */
    Optional<Json> get(String group, String item);

    /** Writes an item. The old value of the answer is JSON null when there was none: that makes the event a creation. */
    StateChange set(String group, String item, Json data);

    /** Removes an item and gives it back; empty when there was none, then there is no event. */
    Optional<Json> delete(String group, String item);

    /**
     * Changes an item by operations, in order and as one. {@link dev.iii.sdk.state.StateUpdate#apply} tells what they make
     * of it; writing that down before somebody else writes is up to the store.
     *
     * @param operations an array of {@code {"type": set|merge|increment|decrement|append|remove, "path", "value"|"by"}}
     *     (engine behaviour, section 9)
     */
    StateChange update(String group, String item, Json operations);

    /** All items of a group. */
    List<Json> list(String group);

    /** The groups that there are. */
    List<String> listGroups();
}
