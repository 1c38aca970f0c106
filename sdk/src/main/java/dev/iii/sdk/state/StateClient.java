package dev.iii.sdk.state;

import dev.iii.sdk.Call;
import dev.iii.sdk.Json;
import dev.iii.sdk.RetryPolicy;
import dev.iii.sdk.TypeRef;
import dev.iii.sdk.Worker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values by scope and key (engine behaviour, section 9). Each call is one call of the engine and throws what {@link
 * Worker#trigger(String, Object)} throws. There is no compare-and-set and no transaction over two keys; {@link #update}
 * changes one value atomically. Thread-safe.
 *
 * <p>In memory and in files everything is kept as it is written. On the engine's Redis adapter an {@link #update} rewrites
 * the whole value and rounds integers above 14 digits, turns empty arrays into objects, and {@link #list} comes in no
 * order (section 22).
 */
public final class StateClient {

    private final Worker worker;
    private final @Nullable RetryPolicy retries;

    /** The state as this worker sees it. */
    public StateClient(Worker worker) {
        this(worker, null);
    }

    private StateClient(Worker worker, @Nullable RetryPolicy retries) {
        this.worker = worker;
        this.retries = retries;
    }

    /**
     * The same state, with calls that are made again when their outcome is unknown. Reading twice does no harm, and neither
     * does setting; an {@link #update} may have happened more than once, and what a {@link #set} or {@link #delete} tells of
     * the value before may be of its own making.
     */
    public StateClient idempotent(RetryPolicy policy) {
        return new StateClient(worker, Objects.requireNonNull(policy, "policy"));
    }

    private Call call(String functionId, Json payload) {
        Call call = Call.to(functionId, payload);
        return retries == null ? call : call.idempotent(retries);
    }

    /** The value; empty when there is none, or when it is JSON null. */
    public <T> Optional<T> get(String scope, String key, Class<T> type) {
        return Optional.ofNullable(worker.trigger(call("state::get", at(scope, key)), type));
    }

    /** The value as a generic type; empty when there is none, or when it is JSON null. */
    public <T> Optional<T> get(String scope, String key, TypeRef<T> type) {
        return Optional.ofNullable(worker.trigger(call("state::get", at(scope, key)), type));
    }

    /** Writes a value and tells what was there before. */
    public StateChange set(String scope, String key, @Nullable Object value) {
        return change("state::set", scope, key, "value", worker.json(value));
    }

    /** Removes a value and gives it back; empty when there was none. */
    public Optional<Json> delete(String scope, String key) {
        Json removed = worker.trigger(call("state::delete", at(scope, key)));
        return removed.isNull() ? Optional.empty() : Optional.of(removed);
    }

    /** All values of a scope; their order is not fixed. */
    public <T> List<T> list(String scope, Class<T> type) {
        List<T> values = new ArrayList<>();
        for (Json value : worker.trigger(call("state::list", Json.object(Map.of("scope", worker.json(scope)))))
                .elements()) {
            T read = value.as(type);
            if (read != null) {
                values.add(read);
            }
        }
        return values;
    }

    /** All scopes that have been written to, those that are empty by now included. */
    public List<String> scopes() {
        List<String> scopes = new ArrayList<>();
        for (Json scope : worker.trigger(call("state::list_groups", Json.object(Map.of())))
                .field("groups")
                .elements()) {
            String name = scope.as(String.class);
            if (name != null) {
                scopes.add(name);
            }
        }
        return scopes;
    }

    /**
     * Changes one value atomically.
     *
     * <p>Operations are worked on in order; one that fails changes nothing and does not stop the others, it is among the
     * errors of the result.
     */
    public StateChange update(String scope, String key, StateUpdate update) {
        return change("state::update", scope, key, "ops", update.toJson(worker));
    }

    private StateChange change(String functionId, String scope, String key, String field, Json value) {
        Map<String, Json> payload = new LinkedHashMap<>();
        payload.put("scope", worker.json(scope));
        payload.put("key", worker.json(key));
        payload.put(field, value);
        return StateChange.of(worker.trigger(call(functionId, Json.object(payload))));
    }

    private Json at(String scope, String key) {
        return Json.object(Map.of("scope", worker.json(scope), "key", worker.json(key)));
    }
}
