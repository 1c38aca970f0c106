package dev.iii.stub.store;

import dev.iii.protocol.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values by group and key. Every operation is atomic for its key, and thread-safe. */
public interface KeyValueStore {

    /**
     * What was there and what is there now.
     *
     * @param oldValue the value before, {@code null} when there was none
     * @param newValue the value now
     * @param errors the operations that had no effect, empty for all but updates
     */
    record Change(@Nullable RawJson oldValue, RawJson newValue, List<UpdateError> errors) {}

    /** Stores a value. */
    Change set(String group, String key, RawJson value);

    /** The value, {@code null} when there is none. */
    @Nullable
    RawJson get(String group, String key);

    /** Removes a value; what it was, {@code null} when there was none. */
    @Nullable
    RawJson delete(String group, String key);

    /** Applies operations one after the other. */
    Change update(String group, String key, List<UpdateOp> operations);

    /** The values of a group in the order in which their keys were first stored. */
    List<RawJson> list(String group);

    /** The groups that hold or once held a value, sorted. */
    List<String> groups();
}
