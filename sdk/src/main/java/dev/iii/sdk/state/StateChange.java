package dev.iii.sdk.state;

import dev.iii.sdk.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a write did to a value.
 *
 * @param oldValue what was there before; JSON null when nothing was
 * @param newValue what is there now
 * @param errors the operations of an update that had no effect
 */
public record StateChange(Json oldValue, Json newValue, List<Failure> errors) {

    /**
     * An operation that had no effect.
     *
     * @param operation its place in the update, from 0
     * @param code for example {@code append.type_mismatch}
     * @param message for people
     */
    public record Failure(int operation, String code, String message) {}

    public StateChange {
        errors = List.copyOf(errors);
    }

    static StateChange of(Json answer) {
        List<Failure> failures = new ArrayList<>();
        for (Json error : answer.field("errors").elements()) {
            failures.add(new Failure(
                    Objects.requireNonNullElse(error.field("op_index").as(Integer.class), -1),
                    Objects.requireNonNullElse(error.field("code").as(String.class), ""),
                    Objects.requireNonNullElse(error.field("message").as(String.class), "")));
        }
        return new StateChange(answer.field("old_value"), answer.field("new_value"), failures);
    }
}
