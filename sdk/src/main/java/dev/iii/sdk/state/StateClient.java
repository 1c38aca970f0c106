package dev.iii.sdk.state;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.policy.RetryPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A client for the state of the engine: values by scope and key (engine behaviour, section 9). The values are in the
 * namespace {@code default}, regardless of the namespace of the worker. Created by {@link dev.iii.sdk.Worker#state}.
 * Thread-safe.
 *
 * <p>Each operation is one call of the engine and throws what {@link dev.iii.sdk.Worker#trigger(String, Object)} throws. The
 * operations of {@link #async} do not wait. The engine has no compare-and-set and no transaction over two keys; {@link
 * #update} changes one value atomically.
 *
 * <pre>{@code
 * StateChange change = worker.state().update("stock", "A-1", StateUpdate.create().decrement("left", 2));
 * Optional<Stock> before = change.oldValue(Stock.class);
 * }</pre>
 *
 * <p>The engine stores 64-bit integers exactly, and every other number as a double. A number with more digits than a double
 * is rounded by every call. Write such numbers as strings. The adapters of the engine differ (section 22).
 *
 * <table>
 * <caption>Adapters of the state</caption>
 * <tr><th></th><th>in memory</th><th>files</th><th>Redis</th></tr>
 * <tr><td>The engine stops, gracefully or not.</td><td>All values are lost.</td><td>The writes of the last seconds are
 *     lost.</td><td>All values are kept.</td></tr>
 * <tr><td>{@link #set}, {@link #get}</td><td>Values are unchanged.</td><td>Values are unchanged.</td><td>Values are
 *     unchanged.</td></tr>
 * <tr><td>{@link #update}</td><td>Atomic.</td><td>Atomic.</td><td>Atomic, but rewrites the whole value: integers above 14
 *     digits are rounded, empty arrays become objects, increments above 10^14 have no effect.</td></tr>
 * <tr><td>{@link #list}</td><td>In the order of the first writes.</td><td>In the order of the first writes.</td><td>In no
 *     particular order.</td></tr>
 * <tr><td>several calls of {@link #delete} at the same time</td><td>One returns the value.</td><td>One returns the
 *     value.</td><td>Several may return the value.</td></tr>
 * <tr><td>{@link #scopes}</td><td>Includes empty scopes.</td><td>Includes empty scopes.</td><td>Only scopes with
 *     values.</td></tr>
 * <tr><td>state triggers</td><td>They fire.</td><td>They fire.</td><td>They fire on the engine that wrote the value, not on
 *     other engines with the same Redis.</td></tr>
 * </table>
 *
 * <p>Tests of an application may implement this interface and then need no engine. New methods may be added in later
 * versions.
 */
public interface StateClient {

    /**
     * Returns a client that sets options of each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}.
     *
     * @param options returns a copy of the call that it receives
     */
    StateClient with(UnaryOperator<Call> options);

    /**
     * Returns a client whose calls are repeated if their outcome is unknown. Repeating is safe for reads and for {@link #set}.
     * An {@link #update} may be applied more than once. The old value that a repeated {@link #set} or {@link #delete} returns
     * may be the effect of its first attempt.
     *
     * @throws IllegalArgumentException if the policy is {@code null}
     */
    default StateClient idempotent(RetryPolicy policy) {
        Arguments.notNull(policy, "retry policy");
        return with(call -> call.idempotent(policy));
    }

    /** Returns the same operations as methods that return futures. */
    Async async();

    /** Returns a value; empty if none exists or if it is JSON null. */
    default <T> Optional<T> get(String scope, String key, Class<T> type) {
        return get(scope, key, TypeRef.of(type));
    }

    /** Returns a value, read as a generic type; empty if none exists or if it is JSON null. */
    <T> Optional<T> get(String scope, String key, TypeRef<T> type);

    /**
     * Looks up a value and distinguishes a JSON null that was written from a missing value: the JSON null exists and has an
     * empty value.
     */
    default <T> Lookup<T> find(String scope, String key, Class<T> type) {
        return find(scope, key, TypeRef.of(type));
    }

    /** Looks up a value, read as a generic type. Otherwise like {@link #find(String, String, Class)}. */
    <T> Lookup<T> find(String scope, String key, TypeRef<T> type);

    /** Writes a value and returns the old and the new value. */
    StateChange set(String scope, String key, @Nullable Object value);

    /**
     * Removes a value and returns it; empty if none existed. With the Redis adapter, several concurrent deletes may each
     * return the value (engine behaviour, section 22).
     */
    Optional<Json> delete(String scope, String key);

    /**
     * Returns all values of a scope, in an order that depends on the adapter. Values that are JSON null are omitted. All
     * values arrive in one message.
     */
    default <T> List<T> list(String scope, Class<T> type) {
        return list(scope, TypeRef.of(type));
    }

    /** Returns all values of a scope, read as a generic type. Otherwise like {@link #list(String, Class)}. */
    <T> List<T> list(String scope, TypeRef<T> type);

    /** Returns all scopes that have been written to. The in-memory adapter includes scopes that are empty now. */
    List<String> scopes();

    /**
     * Changes one value atomically.
     *
     * <p>The operations are applied in order. An operation that fails changes nothing and does not stop the others; it is
     * listed in the errors of the result. {@link StateChange#orThrow} converts these errors to an exception.
     */
    StateChange update(String scope, String key, StateUpdate update);

    /**
     * The operations of {@link StateClient} without waiting. A future completes on a callback thread of the worker, and fails
     * with the exception that the blocking operation throws. Cancelling it abandons the call; the engine may execute it
     * nevertheless. Arguments are checked before a method returns. Thread-safe.
     */
    interface Async {

        /** Reads a value without waiting. See {@link StateClient#get(String, String, Class)}. */
        default <T> CompletableFuture<Optional<T>> get(String scope, String key, Class<T> type) {
            return get(scope, key, TypeRef.of(type));
        }

        /** Reads a value without waiting. See {@link StateClient#get(String, String, TypeRef)}. */
        <T> CompletableFuture<Optional<T>> get(String scope, String key, TypeRef<T> type);

        /** Looks up a value without waiting. See {@link StateClient#find(String, String, Class)}. */
        default <T> CompletableFuture<Lookup<T>> find(String scope, String key, Class<T> type) {
            return find(scope, key, TypeRef.of(type));
        }

        /** Looks up a value without waiting. See {@link StateClient#find(String, String, TypeRef)}. */
        <T> CompletableFuture<Lookup<T>> find(String scope, String key, TypeRef<T> type);

        /** Writes a value without waiting. See {@link StateClient#set}. */
        CompletableFuture<StateChange> set(String scope, String key, @Nullable Object value);

        /** Removes a value without waiting. See {@link StateClient#delete}. */
        CompletableFuture<Optional<Json>> delete(String scope, String key);

        /** Reads all values of a scope without waiting. See {@link StateClient#list(String, Class)}. */
        default <T> CompletableFuture<List<T>> list(String scope, Class<T> type) {
            return list(scope, TypeRef.of(type));
        }

        /** Reads all values of a scope without waiting. See {@link StateClient#list(String, TypeRef)}. */
        <T> CompletableFuture<List<T>> list(String scope, TypeRef<T> type);

        /** Lists the scopes without waiting. See {@link StateClient#scopes}. */
        CompletableFuture<List<String>> scopes();

        /** Changes one value atomically without waiting. See {@link StateClient#update}. */
        CompletableFuture<StateChange> update(String scope, String key, StateUpdate update);
    }
}
