package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state of an engine in memory that counts operations, fails when it is told to, and goes back to an earlier state. */
public final class MemoryStore implements StateStore {

    private final Map<String, Map<String, Json>> scopes = new TreeMap<>();
    private final List<String> operations = new ArrayList<>();
    private int failAt = Integer.MAX_VALUE;
    private boolean failsBefore;
    private @Nullable CallException failure;
    private Runnable operation = () -> {};
    private String awaited = "";
    private Runnable intervention = () -> {};

    /** Lets time pass with each operation. */
    public void eachOperationTakes(ManualClock clock, Duration time) {
        operation = () -> clock.advance(time);
    }

    /** Runs a task once, before the next operation with this text, for example {@code set SCOPE KEY}. */
    public void before(String text, Runnable task) {
        awaited = text;
        intervention = task;
    }

    /** The state at some time. */
    public Map<String, Map<String, Json>> save() {
        Map<String, Map<String, Json>> copy = new TreeMap<>();
        scopes.forEach((scope, values) -> copy.put(scope, new HashMap<>(values)));
        return copy;
    }

    /** Goes back to an earlier state in the scopes that match. */
    public void restore(Map<String, Map<String, Json>> saved, Predicate<String> which) {
        scopes.keySet().removeIf(which);
        saved.forEach((scope, values) -> {
            if (which.test(scope)) {
                scopes.put(scope, new HashMap<>(values));
            }
        });
    }

    /** Loses the scopes that match. */
    public void lose(Predicate<String> which) {
        scopes.keySet().removeIf(which);
    }

    /** Writes a value as a stranger. */
    public void put(String scope, String key, Json value) {
        scopes.computeIfAbsent(scope, s -> new HashMap<>()).put(key, value);
    }

    /** Returns the names of the scopes with values. */
    public List<String> names() {
        return scopes.entrySet().stream()
                .filter(scope -> !scope.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the values of a scope by key. */
    public Map<String, Json> scope(String scope) {
        return scopes.getOrDefault(scope, Map.of());
    }

    /** Returns a value that must exist. */
    public Json value(String scope, String key) {
        return Objects.requireNonNull(scope(scope).get(key), () -> "no value " + key + " in " + scope);
    }

    /** Returns the operations so far, as {@code set SCOPE KEY}. */
    public List<String> operations() {
        return operations;
    }

    /**
     * Fails from the operation with this number on, counted from now, until {@link #heal}.
     *
     * @param before {@code true} if the first of these operations has no effect; {@code false} if only its answer is lost
     */
    public void failFrom(int number, boolean before) {
        failAt = operations.size() + number;
        failsBefore = before;
    }

    /** Fails each operation. */
    public void failWith(CallException exception) {
        failure = exception;
        failFrom(0, true);
    }

    /** Fails no more. */
    public void heal() {
        failAt = Integer.MAX_VALUE;
        failure = null;
    }

    @Override
    public @Nullable Json get(String scope, String key) {
        return run("get", scope, key, () -> scope(scope).get(key));
    }

    @Override
    public @Nullable Json set(String scope, String key, Json value) {
        return run(
                "set",
                scope,
                key,
                () -> scopes.computeIfAbsent(scope, s -> new HashMap<>()).put(key, value));
    }

    @Override
    public Json update(String scope, String key, StateUpdate update) {
        throw new AssertionError("only commands append to a log; projections and reactions must not");
    }

    @Override
    public @Nullable Json delete(String scope, String key) {
        return run(
                "delete",
                scope,
                key,
                () -> scopes.computeIfAbsent(scope, s -> new HashMap<>()).remove(key));
    }

    @Override
    public List<Json> list(String scope) {
        List<Json> found = run("list", scope, "", () -> List.copyOf(scope(scope).values()));
        return found == null ? List.of() : found;
    }

    private <T> @Nullable T run(String name, String scope, String key, Supplier<@Nullable T> operation) {
        this.operation.run();
        String text = (name + " " + scope + " " + key).strip();
        if (text.equals(awaited)) {
            awaited = "";
            intervention.run();
        }
        int number = operations.size();
        operations.add(text);
        if (number >= failAt && (failsBefore || number > failAt)) {
            throw failed();
        }
        T result = operation.get();
        if (number >= failAt) {
            throw failed();
        }
        return result;
    }

    private CallException failed() {
        return failure != null ? failure : new CallTimeoutException("the engine does not answer", true);
    }
}
