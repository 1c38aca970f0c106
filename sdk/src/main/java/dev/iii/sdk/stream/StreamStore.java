package dev.iii.sdk.stream;

import dev.iii.sdk.Json;
import dev.iii.sdk.state.StateChange;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the items of a custom stream in place of the engine, see {@link StreamClient#register}. Called on threads for
 * handlers, several at once. What it throws reaches the caller as an error of the operation.
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
