package dev.iii.sdk.state;

import dev.iii.sdk.error.UpdateException;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.util.List;
import java.util.Optional;

/**
 * The effect of a write on a value of the state, or on an item of a stream. Immutable.
 *
 * @param oldValue the value before the write; JSON null if none existed
 * @param newValue the value after the write
 * @param errors the operations of an update that had no effect
 */
public record StateChange(Json oldValue, Json newValue, List<UpdateException.Failure> errors) {

    /** Copies the errors. */
    public StateChange {
        errors = List.copyOf(errors);
    }

    /** Creates a change without errors. */
    public StateChange(Json oldValue, Json newValue) {
        this(oldValue, newValue, List.of());
    }

    /** Returns the value before the write; empty if none existed or if it was JSON null. */
    public <T> Optional<T> oldValue(Class<T> type) {
        return Optional.ofNullable(oldValue.as(type));
    }

    /** Returns the value before the write, read as a generic type; empty if none existed or if it was JSON null. */
    public <T> Optional<T> oldValue(TypeRef<T> type) {
        return Optional.ofNullable(oldValue.as(type));
    }

    /** Returns the value after the write; empty if it is JSON null. */
    public <T> Optional<T> newValue(Class<T> type) {
        return Optional.ofNullable(newValue.as(type));
    }

    /** Returns the value after the write, read as a generic type; empty if it is JSON null. */
    public <T> Optional<T> newValue(TypeRef<T> type) {
        return Optional.ofNullable(newValue.as(type));
    }

    /**
     * Returns this change if every operation had an effect.
     *
     * @throws UpdateException if an operation had no effect; the other operations are applied and remain so
     */
    public StateChange orThrow() {
        if (!errors.isEmpty()) {
            throw new UpdateException(oldValue, newValue, errors);
        }
        return this;
    }

    /**
     * Reads a change from the JSON of the engine.
     *
     * @throws dev.iii.sdk.error.InvalidPayloadException if the JSON is not a change
     */
    public static StateChange of(Json answer) {
        JsonFields fields = JsonFields.of(answer, "the result of a write");
        return new StateChange(
                fields.json("old_value"), fields.json("new_value"), fields.list("errors", StateChange::failure));
    }

    private static UpdateException.Failure failure(Json error) {
        JsonFields fields = JsonFields.of(error, "an entry of errors");
        return new UpdateException.Failure(
                (int) fields.number("op_index", -1),
                fields.text("code", ""),
                fields.text("message", ""),
                Optional.ofNullable(fields.textOrNull("doc_url")));
    }
}
