package dev.iii.sdk.state;

import dev.iii.sdk.Json;
import dev.iii.sdk.Worker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one atomic update, in order. Immutable; a value that is not there yet begins as an empty object.
 *
 * <p>A field is the literal name of one field of the value: a dot in it separates nothing. An empty name stands for the
 * value itself.
 */
public final class StateUpdate {

    private final List<Map<String, Object>> operations;

    private StateUpdate(List<Map<String, Object>> operations) {
        this.operations = List.copyOf(operations);
    }

    /** An update that does nothing yet. */
    public static StateUpdate begin() {
        return new StateUpdate(List.of());
    }

    /** Sets a field. */
    public StateUpdate set(String field, @Nullable Object value) {
        return with("set", field, "value", value);
    }

    /** Adds to a number; a field that is not there counts as 0. */
    public StateUpdate increment(String field, long by) {
        return with("increment", field, "by", by);
    }

    /** Subtracts from a number; a field that is not there counts as 0. */
    public StateUpdate decrement(String field, long by) {
        return with("decrement", field, "by", by);
    }

    /** Adds an element to an array, or a text to a text; a field that is not there becomes an array. */
    public StateUpdate append(String field, Object value) {
        return with("append", field, "value", value);
    }

    /** Removes a field. */
    public StateUpdate remove(String field) {
        return with("remove", field, null, null);
    }

    /** Puts the fields of an object into the value. */
    public StateUpdate merge(Object fields) {
        return with("merge", null, "value", fields);
    }

    /** Puts the fields of an object into the object at this path, which is made when it is not there. */
    public StateUpdate merge(List<String> path, Object fields) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("type", "merge");
        operation.put("path", List.copyOf(path));
        operation.put("value", fields);
        return plus(operation);
    }

    private StateUpdate with(String type, @Nullable String field, @Nullable String name, @Nullable Object value) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("type", type);
        if (field != null) {
            operation.put("path", field);
        }
        if (name != null) {
            operation.put(name, value == null ? Json.NULL : value);
        }
        return plus(operation);
    }

    private StateUpdate plus(Map<String, Object> operation) {
        List<Map<String, Object>> more = new ArrayList<>(operations);
        more.add(operation);
        return new StateUpdate(more);
    }

    Json toJson(Worker worker) {
        List<Json> all = new ArrayList<>();
        for (Map<String, Object> operation : operations) {
            Map<String, Json> fields = new LinkedHashMap<>();
            operation.forEach((name, value) -> fields.put(name, worker.json(value)));
            all.add(Json.object(fields));
        }
        return Json.array(all);
    }
}
