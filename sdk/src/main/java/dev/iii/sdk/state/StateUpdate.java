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

    /** An update that does nothing yet. As it is, it stores an empty object where nothing is. */
    public static StateUpdate begin() {
        return new StateUpdate(List.of());
    }

    /**
     * What operations make of a value, as the engine's own store does it (engine behaviour, section 9): for those who keep
     * values themselves, like a {@link dev.iii.sdk.stream.StreamStore}. Numbers that are not changed keep all their digits.
     * It changes nothing by itself; that nobody else writes meanwhile is up to the caller, for example in {@link
     * java.util.concurrent.ConcurrentMap#compute}.
     *
     * @param old the value; empty when there is none, then the operations begin with an empty object
     * @param operations as they come from the engine, see {@link #toJson}
     * @return the old and the new value, and the operations that had no effect
     * @throws dev.iii.sdk.error.InvalidRequestException when the operations cannot be read; names the field
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

    /** Adds to a number; a field that is not there counts as 0. */
    public StateUpdate increment(String field, long by) {
        return with("increment", named(field), "by", by);
    }

    /** Subtracts from a number; a field that is not there counts as 0. */
    public StateUpdate decrement(String field, long by) {
        return with("decrement", named(field), "by", by);
    }

    /**
     * Adds an element to an array, or a text to a text. A field that is not there, or null, becomes an array of the element,
     * or the text.
     */
    public StateUpdate append(String field, Object value) {
        return with("append", named(field), "value", Arguments.notNull(value, "value"));
    }

    /** Removes a field. */
    public StateUpdate remove(String field) {
        return with("remove", named(field), null, null);
    }

    /** Adds an element to the array, or a text to the text, at this path; objects on the way are made. */
    public StateUpdate append(List<String> path, Object value) {
        return at("append", path, value);
    }

    /** Puts the fields of an object into the value, one level deep. */
    public StateUpdate merge(Object fields) {
        return with("merge", null, "value", Arguments.notNull(fields, "fields"));
    }

    /** Puts the fields of an object into the object in this field, which is made when it is not there. */
    public StateUpdate merge(String field, Object fields) {
        return with("merge", Arguments.notNull(field, "field"), "value", Arguments.notNull(fields, "fields"));
    }

    /** Puts the fields of an object into the object at this path, which is made when it is not there. */
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
     * The operations as the engine takes them.
     *
     * @param writer writes the values; {@link dev.iii.sdk.Worker#json} does
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
