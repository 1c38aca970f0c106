package dev.iii.eventsourcing.internal.store;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateUpdate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the engine, as this library uses it. Thread-safe.
 *
 * <p>Each method except {@link #deleteAll} is one operation of the engine, sent once: it is never repeated. A method that throws a {@link
 * dev.iii.sdk.error.CallException} may have had its effect, or may have it later.
 */
public interface StateStore {

    /** Returns a value; {@code null} if none exists. */
    @Nullable
    Json get(String scope, String key);

    /** Writes a value and returns the old one; {@code null} if none existed. */
    @Nullable
    Json set(String scope, String key, Json value);

    /**
     * Changes a value atomically and returns the new one.
     *
     * @throws dev.iii.sdk.error.CallException also if an operation of the update had no effect
     */
    Json update(String scope, String key, StateUpdate update);

    /** Removes a value and returns it; {@code null} if none existed. */
    @Nullable
    Json delete(String scope, String key);

    /** Removes several values of a scope. If it throws, some of them are removed. */
    default void deleteAll(String scope, Collection<String> keys) {
        keys.forEach(key -> delete(scope, key));
    }

    /** Returns all values of a scope, in any order. */
    List<Json> list(String scope);
}
