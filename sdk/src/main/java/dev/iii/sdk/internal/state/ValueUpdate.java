package dev.iii.sdk.internal.state;

import dev.iii.sdk.error.UpdateException;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies an update to one value: operations in order, each to the result of the previous one (engine behaviour,
 * section 9). An operation that does not fit changes nothing and is reported as a failure.
 */
public final class ValueUpdate {

    private static final Json EMPTY_OBJECT = Json.object(Map.of());

    /**
     * The result of an update.
     *
     * @param oldValue the value before; JSON null if there was none
     * @param newValue the value after all operations
     * @param failures the operations that had no effect
     */
    public record Result(Json oldValue, Json newValue, List<UpdateException.Failure> failures) {}

    private final List<UpdateException.Failure> failures = new ArrayList<>();
    private Json current;
    /** {@code true} while the value is the empty object that replaces a missing value. */
    private boolean untouched;
    /** The index of the current operation. */
    private int index;

    private ValueUpdate(@Nullable Json old) {
        untouched = old == null;
        current = old == null ? EMPTY_OBJECT : old;
    }

    /**
     * Applies operations to a value.
     *
     * @param old the value before the update; {@code null} if there is none
     */
    public static Result of(@Nullable Json old, Json operations) {
        ValueUpdate update = new ValueUpdate(old);
        for (UpdateOperation operation : UpdateOperation.listOf(operations)) {
            update.apply(operation);
            update.index++;
        }
        return new Result(old == null ? Json.NULL : old, update.current, update.failures);
    }

    private void apply(UpdateOperation op) {
        InvalidOperation invalid = InvalidOperation.of(op);
        if (invalid != null) {
            fail(op, invalid.code(), invalid.message());
            return;
        }
        switch (op.type()) {
            case SET -> set(op);
            case REMOVE -> remove(op);
            case INCREMENT, DECREMENT -> add(op);
            case MERGE -> merge(op);
            case APPEND -> append(op);
        }
    }

    private void fail(UpdateOperation op, String code, String message) {
        failures.add(new UpdateException.Failure(index, op.type().wire() + "." + code, message));
    }

    private void become(Json value) {
        current = value;
        untouched = false;
    }

    /** Returns the fields of the root; if it is not an object, reports a failure and returns {@code null}. */
    private @Nullable Map<String, Json> rootFields(UpdateOperation op, String label) {
        JsonKind kind = JsonKind.of(current);
        if (kind == JsonKind.OBJECT) {
            return current.fields();
        }
        fail(
                op,
                "target_not_object",
                "Cannot " + op.type().wire() + " at path '" + label + "': target is " + kind + ", expected object.");
        return null;
    }

    private void set(UpdateOperation op) {
        if (op.path().isEmpty()) {
            become(op.value());
            return;
        }
        Map<String, Json> fields = rootFields(op, op.path().get(0));
        if (fields != null) {
            fields.put(op.path().get(0), op.value());
            become(Json.object(fields));
        }
    }

    private void remove(UpdateOperation op) {
        if (op.path().isEmpty()) {
            become(Json.NULL);
            return;
        }
        Map<String, Json> fields = rootFields(op, op.path().get(0));
        if (fields != null) {
            fields.remove(op.path().get(0));
            become(Json.object(fields));
        }
    }

    private void add(UpdateOperation op) {
        if (op.path().isEmpty()) {
            Json sum = sum(op, untouched ? null : current, "root");
            if (sum != null) {
                become(sum);
            }
            return;
        }
        String field = op.path().get(0);
        Map<String, Json> fields = rootFields(op, field);
        if (fields == null) {
            return;
        }
        Json sum = sum(op, fields.get(field), field);
        if (sum != null) {
            fields.put(field, sum);
            become(Json.object(fields));
        }
    }

    private @Nullable Json sum(UpdateOperation op, @Nullable Json before, String label) {
        if (before == null) {
            return Json.of(op.by());
        }
        Json sum = JsonAddition.of(before, op.by());
        if (sum == null) {
            fail(op, "not_number", "Expected number at path '" + label + "', got " + JsonKind.of(before) + ".");
        }
        return sum;
    }

    private void merge(UpdateOperation op) {
        // Without a path, a root that is not an object remains unchanged, and no failure is reported.
        if (!op.path().isEmpty() || JsonKind.of(current) == JsonKind.OBJECT) {
            become(merged(current, op.path(), op.value()));
        }
    }

    /** Merges a value into the target of a path. Values on the path that are not objects are replaced by objects. */
    private static Json merged(Json target, List<String> path, Json value) {
        Map<String, Json> fields = new LinkedHashMap<>(target.fields());
        if (path.isEmpty()) {
            fields.putAll(value.fields());
        } else {
            Json next = fields.getOrDefault(path.get(0), EMPTY_OBJECT);
            fields.put(path.get(0), merged(next, path.subList(1, path.size()), value));
        }
        return Json.object(fields);
    }

    private void append(UpdateOperation op) {
        if (op.path().isEmpty()) {
            Json grown = grown(op, untouched ? Json.NULL : current, "root");
            if (grown != null) {
                become(grown);
            }
        } else if (rootFields(op, "[" + String.join(", ", op.path()) + "]") != null) {
            become(appended(op, current, 0));
        }
    }

    /**
     * Appends at the end of a path. Values on the path that are not objects are replaced by objects, even if appending
     * then fails.
     */
    private Json appended(UpdateOperation op, Json target, int depth) {
        Map<String, Json> fields = new LinkedHashMap<>(target.fields());
        String field = op.path().get(depth);
        Json present = fields.get(field);
        if (depth < op.path().size() - 1) {
            fields.put(field, appended(op, present == null ? EMPTY_OBJECT : present, depth + 1));
            return Json.object(fields);
        }
        Json grown =
                present != null ? grown(op, present, field) : depth > 0 ? Json.array(List.of(op.value())) : first(op);
        if (grown != null) {
            fields.put(field, grown);
        }
        return Json.object(fields);
    }

    /**
     * Returns the target with the appended value; if this is impossible, reports a failure and returns {@code null}.
     */
    private @Nullable Json grown(UpdateOperation op, Json target, String label) {
        JsonKind kind = JsonKind.of(target);
        if (kind == JsonKind.ARRAY) {
            List<Json> elements = new ArrayList<>(target.elements());
            elements.add(op.value());
            return Json.array(elements);
        }
        if (kind == JsonKind.NULL) {
            return first(op);
        }
        String at = " at path '" + label + "'";
        if (kind != JsonKind.STRING) {
            fail(
                    op,
                    "type_mismatch",
                    "Cannot append" + at + ": target is " + kind + ", expected array, string, null, or missing field.");
            return null;
        }
        if (JsonKind.of(op.value()) != JsonKind.STRING) {
            fail(op, "type_mismatch", "Expected string append value" + at + ", got " + JsonKind.of(op.value()) + ".");
            return null;
        }
        return Json.of(target.as(String.class) + op.value().as(String.class));
    }

    /** Returns the result of appending to a missing value. */
    private static Json first(UpdateOperation op) {
        return JsonKind.of(op.value()) == JsonKind.STRING ? op.value() : Json.array(List.of(op.value()));
    }
}
