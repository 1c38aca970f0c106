package dev.iii.sdk.state;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.state.ValueUpdate;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations of an atomic update, in order. If no value exists, they start with an empty object. Immutable: every
 * operation returns a copy with one more operation.
 *
 * <p>A field is the literal name of one field of the value, also if it contains a dot. An empty name means the value
 * itself.
 *
 * <p>An operation that does not fit the value has no effect and does not stop the others, see {@link StateChange#errors}.
 */
public final class StateUpdate {

    private final List<Map<String, Object>> operations;

    private StateUpdate(List<Map<String, Object>> operations) {
        this.operations = List.copyOf(operations);
    }

    /** Creates an update without operations, which stores an empty object if no value exists. */
    public static StateUpdate create() {
        return new StateUpdate(List.of());
    }

    /**
     * Applies operations to a value in the same way as the engine (engine behaviour, section 9). It is intended for code
     * that stores values in place of the engine, for example a {@link dev.iii.sdk.stream.StreamStore}. Numbers that are not
     * changed keep all their digits.
     *
     * <p>This method only computes the new value. The caller stores it and prevents other writes in the meantime, for
     * example in {@link java.util.concurrent.ConcurrentMap#compute}.
     *
     * @param old the value; empty if none exists, so that the operations start with an empty object
     * @param operations the operations as the engine sends them, see {@link #toJson}
     * @return the old and the new value, and the operations that had no effect
     * @throws dev.iii.sdk.error.InvalidRequestException if the operations cannot be read; the message names the field
     */
    public static StateChange apply(Optional<Json> old, Json operations) {
        ValueUpdate.Result result =
                ValueUpdate.of(Arguments.notNull(old, "old").orElse(null), Arguments.notNull(operations, "operations"));
        return new StateChange(result.oldValue(), result.newValue(), result.failures());
    }

    /** Sets a field. */
    public StateUpdate set(String field, @Nullable Object value) {
        return with("set", named(field), "value", value);
    }

    /** Adds to a number. A missing field counts as 0. */
    public StateUpdate increment(String field, long by) {
        return with("increment", named(field), "by", by);
    }

    /** Subtracts from a number. A missing field counts as 0. */
    public StateUpdate decrement(String field, long by) {
        return with("decrement", named(field), "by", by);
    }

    /**
     * Appends an element to an array, or a string to a string. A field that is missing or JSON null becomes an array with
     * the element, or the string.
     */
    public StateUpdate append(String field, Object value) {
        return with("append", named(field), "value", Arguments.notNull(value, "value"));
    }

    /** Removes a field. */
    public StateUpdate remove(String field) {
        return with("remove", named(field), null, null);
    }

    /**
     * Appends an element to the array at a path, or a string to the string at the path. Fields on the way that are missing
     * or not objects become objects.
     *
     * @param path the names of the fields, from the outermost to the innermost
     */
    public StateUpdate append(List<String> path, Object value) {
        return at("append", path, value);
    }

    /**
     * Copies the fields of an object into the value, one level deep. A value that is not an object remains unchanged, and
     * this is not reported as an error.
     */
    public StateUpdate merge(Object fields) {
        return with("merge", null, "value", Arguments.notNull(fields, "fields"));
    }

    /**
     * Copies the fields of an object into the object in a field, one level deep. A field that is missing or not an object
     * becomes an object.
     */
    public StateUpdate merge(String field, Object fields) {
        return with("merge", Arguments.notNull(field, "field"), "value", Arguments.notNull(fields, "fields"));
    }

    /**
     * Copies the fields of an object into the object at a path, one level deep. Fields on the way that are missing or not
     * objects become objects.
     *
     * @param path the names of the fields, from the outermost to the innermost
     */
    public StateUpdate merge(List<String> path, Object fields) {
        return at("merge", path, fields);
    }

    private StateUpdate at(String type, List<String> path, Object value) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("type", type);
        operation.put("path", List.copyOf(Arguments.notNull(path, "path")));
        operation.put("value", Arguments.notNull(value, "value"));
        return plus(operation);
    }

    private static String named(String field) {
        return Arguments.notNull(field, "field");
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

    /**
     * Returns the operations as the engine expects them.
     *
     * @param writer writes the values, for example {@link dev.iii.sdk.Worker#json}
     */
    public Json toJson(Function<@Nullable Object, Json> writer) {
        Arguments.notNull(writer, "writer");
        List<Json> all = new ArrayList<>();
        for (Map<String, Object> operation : operations) {
            Map<String, Json> fields = new LinkedHashMap<>();
            operation.forEach((name, value) -> fields.put(name, writer.apply(value)));
            all.add(Json.object(fields));
        }
        return Json.array(all);
    }
}
