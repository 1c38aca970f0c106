package dev.iii.sdk.internal.client;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.configuration.ConfigurationClient;
import dev.iii.sdk.configuration.ConfigurationDefinition;
import dev.iii.sdk.configuration.ConfigurationInfo;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.state.StateChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accesses configurations by calls of the engine. Thread-safe. */
final class EngineConfigurationClient implements ConfigurationClient {

    private final EngineClient engine;

    EngineConfigurationClient(EngineClient engine) {
        this.engine = engine;
    }

    @Override
    public ConfigurationClient with(UnaryOperator<Call> options) {
        return new EngineConfigurationClient(engine.with(options));
    }

    @Override
    public Async async() {
        return new AsyncConfiguration();
    }

    @Override
    public <T> Optional<T> get(String id, TypeRef<T> type) {
        return engine.call(getRequest(id, type));
    }

    @Override
    public StateChange set(String id, @Nullable Object value) {
        return engine.call(setRequest(id, value));
    }

    @Override
    public Json register(ConfigurationDefinition definition) {
        return register(definition, engine::call, engine::callBoth);
    }

    @Override
    public Optional<ConfigurationInfo> schema(String id) {
        return engine.call(schemaRequest(id));
    }

    @Override
    public List<ConfigurationInfo> list() {
        return engine.call(listRequest());
    }

    private final class AsyncConfiguration implements Async {

        @Override
        public <T> CompletableFuture<Optional<T>> get(String id, TypeRef<T> type) {
            return engine.callAsync(getRequest(id, type));
        }

        @Override
        public CompletableFuture<StateChange> set(String id, @Nullable Object value) {
            return engine.callAsync(setRequest(id, value));
        }

        @Override
        public CompletableFuture<Json> register(ConfigurationDefinition definition) {
            return EngineConfigurationClient.this.register(definition, engine::callAsync, engine::callBothAsync);
        }

        @Override
        public CompletableFuture<Optional<ConfigurationInfo>> schema(String id) {
            return engine.callAsync(schemaRequest(id));
        }

        @Override
        public CompletableFuture<List<ConfigurationInfo>> list() {
            return engine.callAsync(listRequest());
        }
    }

    /**
     * Registers with one call, or with two calls if there is an initial value: the engine would replace an existing value with
     * it, so check first that none exists.
     *
     * @param call makes one request
     * @param callBoth makes a request and a second one that depends on its result
     */
    private <R> R register(
            ConfigurationDefinition definition,
            Function<EngineRequest<Json>, R> call,
            BiFunction<EngineRequest<Boolean>, Function<Boolean, EngineRequest<Json>>, R> callBoth) {
        return Arguments.notNull(definition, "definition").hasInitialValue()
                ? callBoth.apply(
                        hasNoValueRequest(definition.id()), hasNoValue -> registerRequest(definition, hasNoValue))
                : call.apply(registerRequest(definition, true));
    }

    private EngineRequest<Json> registerRequest(ConfigurationDefinition definition, boolean withInitialValue) {
        return new EngineRequest<>(
                "configuration::register",
                definition.toJson(engine::json, withInitialValue),
                result -> result.field("value"));
    }

    private static EngineRequest<Boolean> hasNoValueRequest(String id) {
        return valueRequest(id, fields -> fields.json("value").isNull(), true);
    }

    private static <T> EngineRequest<Optional<T>> getRequest(String id, TypeRef<T> type) {
        Function<Json, @Nullable T> reader = EngineClient.reader(type);
        return valueRequest(id, fields -> Optional.ofNullable(fields.value("value", reader)), Optional.empty());
    }

    private static <T> EngineRequest<T> valueRequest(String id, Function<JsonFields, T> reader, T whenNotFound) {
        return new EngineRequest<>(
                "configuration::get",
                id(id).toJson(),
                result -> reader.apply(JsonFields.of(result, "a value")),
                Optional.of(whenNotFound));
    }

    private EngineRequest<StateChange> setRequest(String id, @Nullable Object value) {
        return new EngineRequest<>(
                "configuration::set", id(id).put("value", engine.json(value)).toJson(), StateChange::of);
    }

    private static EngineRequest<Optional<ConfigurationInfo>> schemaRequest(String id) {
        return new EngineRequest<>(
                "configuration::schema",
                id(id).toJson(),
                result -> Optional.of(readInfo(result)),
                Optional.of(Optional.empty()));
    }

    private static EngineRequest<List<ConfigurationInfo>> listRequest() {
        return new EngineRequest<>(
                "configuration::list",
                new JsonObject().toJson(),
                result -> JsonFields.of(result, "a list").list("configurations", EngineConfigurationClient::readInfo));
    }

    private static JsonObject id(String id) {
        return new JsonObject().put("id", Arguments.notBlank(id, "configuration id"));
    }

    private static ConfigurationInfo readInfo(Json json) {
        JsonFields fields = JsonFields.of(json, "a configuration");
        return new ConfigurationInfo(
                fields.text("id"),
                fields.text("name", ""),
                fields.text("description", ""),
                fields.json("schema"),
                Optional.ofNullable(fields.jsonOrNull("metadata")));
    }
}
