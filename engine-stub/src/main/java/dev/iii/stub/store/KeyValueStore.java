package dev.iii.stub.store;

import dev.iii.protocol.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store of values by group and key. Every operation is atomic for its key. Implementations are thread-safe. */
public interface KeyValueStore {

    /**
     * The value before and after a change.
     *
     * @param oldValue the previous value, or {@code null} if there was none
     * @param newValue the current value
     * @param errors the operations that had no effect; always empty except for updates
     */
    record Change(@Nullable RawJson oldValue, RawJson newValue, List<UpdateError> errors) {}

    /** Stores a value. Replaces an existing value. */
    Change set(String group, String key, RawJson value);

    /** Returns the value. Returns {@code null} if there is none. */
    @Nullable
    RawJson get(String group, String key);

    /** Removes a value and returns it. Returns {@code null} if there was none. */
    @Nullable
    RawJson delete(String group, String key);

    /** Applies the operations in order, in one step. */
    Change update(String group, String key, List<UpdateOp> operations);

    /** Returns the values of a group in the order in which their keys were first stored. */
    List<RawJson> list(String group);

    /** Returns the names of all groups that contain or once contained a value, sorted. */
    List<String> groups();
}
