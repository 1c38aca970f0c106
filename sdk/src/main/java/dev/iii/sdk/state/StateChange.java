package dev.iii.sdk.state;

import dev.iii.sdk.error.UpdateException;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.util.List;
import java.util.Optional;

/**
 * What a write did to a value of the state, or to an item of a stream. Immutable.
 *
 * @param oldValue what was there before; JSON null when nothing was
 * @param newValue what is there now
 * @param errors the operations of an update that had no effect
 */
public record StateChange(Json oldValue, Json newValue, List<UpdateException.Failure> errors) {

    /** Keeps a copy of the errors. */
    public StateChange {
        errors = List.copyOf(errors);
    }

    /** A write that did all that it should. */
    public StateChange(Json oldValue, Json newValue) {
        this(oldValue, newValue, List.of());
    }

    /** What was there before; empty when nothing was, or JSON null. */
    public <T> Optional<T> oldValue(Class<T> type) {
        return Optional.ofNullable(oldValue.as(type));
    }

    /** What was there before, as a generic type. */
    public <T> Optional<T> oldValue(TypeRef<T> type) {
        return Optional.ofNullable(oldValue.as(type));
    }

    /** What is there now; empty when it is JSON null. */
    public <T> Optional<T> newValue(Class<T> type) {
        return Optional.ofNullable(newValue.as(type));
    }

    /** What is there now, as a generic type. */
    public <T> Optional<T> newValue(TypeRef<T> type) {
        return Optional.ofNullable(newValue.as(type));
    }

    /**
     * This, when every operation had its effect.
     *
     * @throws UpdateException when one had not; the others are done and stay so
     */
    public StateChange orThrow() {
        if (!errors.isEmpty()) {
            throw new UpdateException(oldValue, newValue, errors);
        }
        return this;
    }

    /** Reads it as the engine writes it. */
    public static StateChange of(Json answer) {
        JsonFields fields = JsonFields.of(answer, "old_value and new_value");
        return new StateChange(
                fields.json("old_value"), fields.json("new_value"), fields.list("errors", StateChange::failure));
    }

    private static UpdateException.Failure failure(Json error) {
        JsonFields fields = JsonFields.of(error, "an error");
        return new UpdateException.Failure(
                (int) fields.number("op_index", -1),
                fields.text("code", ""),
                fields.text("message", ""),
                Optional.ofNullable(fields.textOrNull("doc_url")));
    }
}
