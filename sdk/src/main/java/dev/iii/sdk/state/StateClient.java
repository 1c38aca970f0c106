package dev.iii.sdk.state;

import dev.iii.sdk.Call;
import dev.iii.sdk.Json;
import dev.iii.sdk.RetryPolicy;
import dev.iii.sdk.TypeRef;
import dev.iii.sdk.Worker;
import dev.iii.sdk.internal.Arguments;
import dev.iii.sdk.internal.client.Ask;
import dev.iii.sdk.internal.client.EngineCalls;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values by scope and key (engine behaviour, section 9), in {@code default} whatever the worker's namespace is. Each
 * method is one call of the engine and throws what {@link Worker#trigger(String, Object)} throws; its twin
 * {@code …Async} does not wait, and its future completes on a thread for handlers. There is no compare-and-set and no
 * transaction over two keys; {@link #update} changes one value atomically. Thread-safe.
 *
 * <pre>{@code
 * StateChange change = worker.state().update("stock", "A-1", StateUpdate.begin().decrement("left", 2));
 * Optional<Stock> before = change.oldValue(Stock.class);
 * }</pre>
 *
 * <p>The engine keeps whole numbers of 64 bits exactly, and every other number as a double: what has more digits is rounded,
 * on its way through any call. Keep such numbers as text. What its adapters keep (section 22):
 *
 * <table>
 * <caption>Adapters of the state</caption>
 * <tr><th></th><th>in memory</th><th>files</th><th>Redis</th></tr>
 * <tr><td>when the engine ends, in order or not</td><td>all is lost</td><td>the last seconds are lost</td><td>kept</td></tr>
 * <tr><td>{@link #set}, {@link #get}</td><td>as written</td><td>as written</td><td>as written</td></tr>
 * <tr><td>{@link #update}</td><td>atomic</td><td>atomic</td><td>atomic, but rewrites the whole value: integers above 14 digits
 *     are rounded, empty arrays become objects, increments above 10^14 do nothing</td></tr>
 * <tr><td>{@link #list}</td><td>in the order of the first writes</td><td>the same</td><td>in no order</td></tr>
 * <tr><td>{@link #delete}, many at once</td><td>one gets the value</td><td>the same</td><td>several may get it</td></tr>
 * <tr><td>{@link #scopes}</td><td>empty ones, too</td><td>empty ones, too</td><td>only those with values</td></tr>
 * <tr><td>state triggers</td><td>fire</td><td>fire</td><td>fire on the engine that wrote, not on others of the same
 *     Redis</td></tr>
 * </table>
 */
public final class StateClient {

    private final EngineCalls engine;

    /** The state as this worker sees it. */
    public StateClient(Worker worker) {
        this(new EngineCalls(worker));
    }

    private StateClient(EngineCalls engine) {
        this.engine = engine;
    }

    /**
     * A client that says more about each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}.
     */
    public StateClient with(UnaryOperator<Call> options) {
        return new StateClient(engine.with(options));
    }

    /**
     * The same state, with calls that are made again when their outcome is unknown. Reading twice does no harm, and neither
     * does setting; an {@link #update} may have happened more than once, and what a {@link #set} or {@link #delete} tells of
     * the value before may be of its own making.
     */
    public StateClient idempotent(RetryPolicy policy) {
        Arguments.notNull(policy, "retry policy");
        return with(call -> call.idempotent(policy));
    }

    /** The value; empty when there is none, or when it is JSON null. */
    public <T> Optional<T> get(String scope, String key, Class<T> type) {
        return engine.ask(get(scope, key, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<Optional<T>> getAsync(String scope, String key, Class<T> type) {
        return engine.askAsync(get(scope, key, EngineCalls.as(type)));
    }

    /**
     * The value, where a JSON null that was written is told apart from none: the first exists, with an empty value.
     */
    public <T> Lookup<T> find(String scope, String key, Class<T> type) {
        return engine.ask(find(scope, key, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<Lookup<T>> findAsync(String scope, String key, Class<T> type) {
        return engine.askAsync(find(scope, key, EngineCalls.as(type)));
    }

    /** The value as a generic type; empty when there is none, or when it is JSON null. */
    public <T> Optional<T> get(String scope, String key, TypeRef<T> type) {
        return engine.ask(get(scope, key, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<Optional<T>> getAsync(String scope, String key, TypeRef<T> type) {
        return engine.askAsync(get(scope, key, EngineCalls.as(type)));
    }

    /** The value as a generic type, told apart from none. */
    public <T> Lookup<T> find(String scope, String key, TypeRef<T> type) {
        return engine.ask(find(scope, key, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<Lookup<T>> findAsync(String scope, String key, TypeRef<T> type) {
        return engine.askAsync(find(scope, key, EngineCalls.as(type)));
    }

    /** Writes a value and tells what was there before. */
    public StateChange set(String scope, String key, @Nullable Object value) {
        return engine.ask(change("state::set", scope, key, "value", engine.json(value)));
    }

    /** The same without waiting. */
    public CompletableFuture<StateChange> setAsync(String scope, String key, @Nullable Object value) {
        return engine.askAsync(change("state::set", scope, key, "value", engine.json(value)));
    }

    /**
     * Removes a value and gives it back; empty when there was none. On Redis, several deletes at once may each get the value
     * (engine behaviour, section 22).
     */
    public Optional<Json> delete(String scope, String key) {
        return engine.ask(new Ask<>(
                "state::delete", at(scope, key), answer -> answer.isAbsent() ? Optional.empty() : Optional.of(answer)));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<Json>> deleteAsync(String scope, String key) {
        return engine.askAsync(new Ask<>(
                "state::delete", at(scope, key), answer -> answer.isAbsent() ? Optional.empty() : Optional.of(answer)));
    }

    /** All values of a scope, at once: they come in one message. Their order is up to the adapter. Those that are JSON null are left out. */
    public <T> List<T> list(String scope, Class<T> type) {
        return engine.ask(list(scope, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<List<T>> listAsync(String scope, Class<T> type) {
        return engine.askAsync(list(scope, EngineCalls.as(type)));
    }

    /** All values of a scope, as a generic type; their order is up to the adapter. Those that are JSON null are left out. */
    public <T> List<T> list(String scope, TypeRef<T> type) {
        return engine.ask(list(scope, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<List<T>> listAsync(String scope, TypeRef<T> type) {
        return engine.askAsync(list(scope, EngineCalls.as(type)));
    }

    /** All scopes that have been written to; with the in-memory adapter those that are empty by now, too. */
    public List<String> scopes() {
        return engine.ask(new Ask<>(
                "state::list_groups",
                new JsonObject().toJson(),
                answer -> JsonFields.of(answer, "a list").list("groups", name -> name.as(String.class))));
    }

    /** The same without waiting. */
    public CompletableFuture<List<String>> scopesAsync() {
        return engine.askAsync(new Ask<>(
                "state::list_groups",
                new JsonObject().toJson(),
                answer -> JsonFields.of(answer, "a list").list("groups", name -> name.as(String.class))));
    }

    /**
     * Changes one value atomically.
     *
     * <p>Operations are worked on in order; one that fails changes nothing and does not stop the others, it is among the
     * errors of the result. {@link StateChange#orThrow} makes an exception of them.
     */
    public StateChange update(String scope, String key, StateUpdate update) {
        return engine.ask(change(
                "state::update",
                scope,
                key,
                "ops",
                Arguments.notNull(update, "update").toJson(engine::json)));
    }

    /** The same without waiting. */
    public CompletableFuture<StateChange> updateAsync(String scope, String key, StateUpdate update) {
        return engine.askAsync(change(
                "state::update",
                scope,
                key,
                "ops",
                Arguments.notNull(update, "update").toJson(engine::json)));
    }

    private Ask<StateChange> change(String functionId, String scope, String key, String field, Json value) {
        return new Ask<>(functionId, place(scope, key).put(field, value).toJson(), StateChange::of);
    }

    private static <T> Ask<Optional<T>> get(String scope, String key, Function<Json, @Nullable T> reader) {
        return new Ask<>("state::get", at(scope, key), answer -> Optional.ofNullable(reader.apply(answer)));
    }

    private static <T> Ask<Lookup<T>> find(String scope, String key, Function<Json, @Nullable T> reader) {
        return new Ask<>("state::get", at(scope, key), answer -> Lookup.of(answer, reader));
    }

    private static <T> Ask<List<T>> list(String scope, Function<Json, @Nullable T> reader) {
        return new Ask<>(
                "state::list",
                new JsonObject().put("scope", Arguments.notNull(scope, "scope")).toJson(),
                answer -> JsonFields.list(answer, reader));
    }

    private static Json at(String scope, String key) {
        return place(scope, key).toJson();
    }

    private static JsonObject place(String scope, String key) {
        return new JsonObject()
                .put("scope", Arguments.notNull(scope, "scope"))
                .put("key", Arguments.notNull(key, "key"));
    }
}
