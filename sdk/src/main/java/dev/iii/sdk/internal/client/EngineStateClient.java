package dev.iii.sdk.internal.client;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.state.Lookup;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.state.StateUpdate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accesses the state by calls of the engine. Thread-safe. */
final class EngineStateClient implements StateClient {

    private final EngineClient engine;

    EngineStateClient(EngineClient engine) {
        this.engine = engine;
    }

    @Override
    public StateClient with(UnaryOperator<Call> options) {
        return new EngineStateClient(engine.with(options));
    }

    @Override
    public Async async() {
        return new AsyncState();
    }

    @Override
    public <T> Optional<T> get(String scope, String key, TypeRef<T> type) {
        return engine.call(getRequest(scope, key, type));
    }

    @Override
    public <T> Lookup<T> find(String scope, String key, TypeRef<T> type) {
        return engine.call(findRequest(scope, key, type));
    }

    @Override
    public StateChange set(String scope, String key, @Nullable Object value) {
        return engine.call(setRequest(scope, key, value));
    }

    @Override
    public Optional<Json> delete(String scope, String key) {
        return engine.call(deleteRequest(scope, key));
    }

    @Override
    public <T> List<T> list(String scope, TypeRef<T> type) {
        return engine.call(listRequest(scope, type));
    }

    @Override
    public List<String> scopes() {
        return engine.call(scopesRequest());
    }

    @Override
    public StateChange update(String scope, String key, StateUpdate update) {
        return engine.call(updateRequest(scope, key, update));
    }

    private final class AsyncState implements Async {

        @Override
        public <T> CompletableFuture<Optional<T>> get(String scope, String key, TypeRef<T> type) {
            return engine.callAsync(getRequest(scope, key, type));
        }

        @Override
        public <T> CompletableFuture<Lookup<T>> find(String scope, String key, TypeRef<T> type) {
            return engine.callAsync(findRequest(scope, key, type));
        }

        @Override
        public CompletableFuture<StateChange> set(String scope, String key, @Nullable Object value) {
            return engine.callAsync(setRequest(scope, key, value));
        }

        @Override
        public CompletableFuture<Optional<Json>> delete(String scope, String key) {
            return engine.callAsync(deleteRequest(scope, key));
        }

        @Override
        public <T> CompletableFuture<List<T>> list(String scope, TypeRef<T> type) {
            return engine.callAsync(listRequest(scope, type));
        }

        @Override
        public CompletableFuture<List<String>> scopes() {
            return engine.callAsync(scopesRequest());
        }

        @Override
        public CompletableFuture<StateChange> update(String scope, String key, StateUpdate update) {
            return engine.callAsync(updateRequest(scope, key, update));
        }
    }

    private static <T> EngineRequest<Optional<T>> getRequest(String scope, String key, TypeRef<T> type) {
        Function<Json, @Nullable T> reader = EngineClient.reader(type);
        return new EngineRequest<>(
                "state::get", place(scope, key).toJson(), result -> Optional.ofNullable(reader.apply(result)));
    }

    private static <T> EngineRequest<Lookup<T>> findRequest(String scope, String key, TypeRef<T> type) {
        Function<Json, @Nullable T> reader = EngineClient.reader(type);
        return new EngineRequest<>(
                "state::get",
                place(scope, key).toJson(),
                result -> new Lookup<>(
                        !result.isAbsent(),
                        result.isNull() ? Optional.empty() : Optional.ofNullable(reader.apply(result))));
    }

    private EngineRequest<StateChange> setRequest(String scope, String key, @Nullable Object value) {
        return new EngineRequest<>(
                "state::set", place(scope, key).put("value", engine.json(value)).toJson(), StateChange::of);
    }

    private static EngineRequest<Optional<Json>> deleteRequest(String scope, String key) {
        return new EngineRequest<>(
                "state::delete",
                place(scope, key).toJson(),
                result -> result.isAbsent() ? Optional.empty() : Optional.of(result));
    }

    private static <T> EngineRequest<List<T>> listRequest(String scope, TypeRef<T> type) {
        Function<Json, @Nullable T> reader = EngineClient.reader(type);
        return new EngineRequest<>("state::list", scope(scope).toJson(), result -> JsonFields.list(result, reader));
    }

    private static EngineRequest<List<String>> scopesRequest() {
        return new EngineRequest<>(
                "state::list_groups",
                new JsonObject().toJson(),
                result -> JsonFields.of(result, "a list").list("groups", name -> name.as(String.class)));
    }

    private EngineRequest<StateChange> updateRequest(String scope, String key, StateUpdate update) {
        Json operations = Arguments.notNull(update, "update").toJson(engine::json);
        return new EngineRequest<>(
                "state::update", place(scope, key).put("ops", operations).toJson(), StateChange::of);
    }

    private static JsonObject scope(String scope) {
        return new JsonObject().put("scope", Arguments.notNull(scope, "scope"));
    }

    private static JsonObject place(String scope, String key) {
        return scope(scope).put("key", Arguments.notNull(key, "key"));
    }
}
