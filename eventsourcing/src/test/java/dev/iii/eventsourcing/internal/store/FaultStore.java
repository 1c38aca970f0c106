package dev.iii.eventsourcing.internal.store;

import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateUpdate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A state in memory with the faults of a real one: answers are lost, writes are applied late, and the state goes back to an
 * earlier one. Thread-safe.
 */
public final class FaultStore implements StateStore {

    /** What is done to the next write of a scope. */
    public enum Fault {
        /** It is applied, and its answer is lost. */
        ANSWER_LOST,
        /** It is not applied, and the caller cannot know. */
        LOST,
        /** It is applied later, see {@link FaultStore#applyLate}. */
        LATE
    }

    private record Planned(String scopePart, Fault fault) {}

    private final Map<String, Map<String, Json>> scopes = new LinkedHashMap<>();
    private final Deque<Planned> planned = new ArrayDeque<>();
    private final List<Runnable> late = new ArrayList<>();
    private long operations;
    private long bytes;

    /** A copy of the state. */
    public record Saved(Map<String, Map<String, Json>> scopes) {}

    /** Lets the next write to a scope whose name contains a string fail. */
    public synchronized void fail(String scopePart, Fault fault) {
        planned.add(new Planned(scopePart, fault));
    }

    /** Applies the writes that are late. */
    public synchronized void applyLate() {
        late.forEach(Runnable::run);
        late.clear();
    }

    /** Returns a copy of the state. */
    public synchronized Saved save() {
        Map<String, Map<String, Json>> copy = new LinkedHashMap<>();
        scopes.forEach((scope, values) -> copy.put(scope, new LinkedHashMap<>(values)));
        return new Saved(copy);
    }

    /** Sets the scopes that are chosen back to a copy. */
    public synchronized void restore(Saved saved, Predicate<String> chosen) {
        scopes.keySet().removeIf(chosen);
        saved.scopes().forEach((scope, values) -> {
            if (chosen.test(scope)) {
                scopes.put(scope, new LinkedHashMap<>(values));
            }
        });
    }

    /** Removes everything. */
    public synchronized void clear() {
        scopes.clear();
    }

    /** Returns the number of operations so far. */
    public synchronized long operations() {
        return operations;
    }

    /** Returns the approximate number of bytes that were sent and received in these operations. */
    public synchronized long bytes() {
        return bytes;
    }

    private @Nullable Json counted(@Nullable Json value) {
        bytes += value == null ? 0 : value.text().length();
        return value;
    }

    private Map<String, Json> scope(String scope) {
        return scopes.computeIfAbsent(scope, name -> new LinkedHashMap<>());
    }

    private void write(String scope, Runnable effect) {
        operations++;
        Planned next = planned.peekFirst();
        if (next == null || !scope.contains(next.scopePart())) {
            effect.run();
            return;
        }
        planned.removeFirst();
        switch (next.fault()) {
            case ANSWER_LOST -> effect.run();
            case LATE -> late.add(effect);
            case LOST -> {}
        }
        throw new OutcomeUnknownException("the answer was lost", null);
    }

    @Override
    public synchronized @Nullable Json get(String scope, String key) {
        operations++;
        return counted(scope(scope).get(key));
    }

    @Override
    public synchronized @Nullable Json set(String scope, String key, Json value) {
        Json old = scope(scope).get(key);
        counted(value);
        write(scope, () -> scope(scope).put(key, value));
        return old;
    }

    @Override
    public synchronized Json update(String scope, String key, StateUpdate update) {
        Json written = update.toJson(Json::of);
        counted(written);
        write(scope, () -> {
            Json old = scope(scope).get(key);
            scope(scope)
                    .put(
                            key,
                            StateUpdate.apply(Optional.ofNullable(old), written).newValue());
        });
        Json value = scope(scope).getOrDefault(key, Json.NULL);
        counted(value);
        return value;
    }

    @Override
    public synchronized @Nullable Json delete(String scope, String key) {
        Json old = scope(scope).get(key);
        write(scope, () -> scope(scope).remove(key));
        return old;
    }

    @Override
    public synchronized List<Json> list(String scope) {
        operations++;
        return List.copyOf(scope(scope).values());
    }
}
