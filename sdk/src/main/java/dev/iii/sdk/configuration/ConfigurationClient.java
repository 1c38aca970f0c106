package dev.iii.sdk.configuration;

import dev.iii.sdk.Call;
import dev.iii.sdk.Json;
import dev.iii.sdk.TypeRef;
import dev.iii.sdk.Worker;
import dev.iii.sdk.internal.Arguments;
import dev.iii.sdk.internal.client.Ask;
import dev.iii.sdk.internal.client.EngineCalls;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.state.StateChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values that the engine keeps for workers, checked against a schema (engine behaviour, section 18), in {@code default}
 * whatever the worker's namespace is. Each method is one call of the engine and throws what
 * {@link Worker#trigger(String, Object)} throws; its twin {@code …Async} does not wait, and its future completes on a
 * thread for handlers. Thread-safe.
 *
 * <pre>{@code
 * worker.configuration().register(ConfigurationDefinition.of("shop", Limits.class).initially(new Limits(5)));
 * Limits limits = worker.configuration().get("shop", Limits.class).orElseThrow();
 * }</pre>
 *
 * <p>Changes are told to functions that are bound to a {@link dev.iii.sdk.trigger.ConfigurationTrigger}.
 */
public final class ConfigurationClient {

    private final EngineCalls engine;

    /** The configurations as this worker sees them. */
    public ConfigurationClient(Worker worker) {
        this(new EngineCalls(worker));
    }

    private ConfigurationClient(EngineCalls engine) {
        this.engine = engine;
    }

    /** A client that says more about each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}. */
    public ConfigurationClient with(UnaryOperator<Call> options) {
        return new ConfigurationClient(engine.with(options));
    }

    /** The value of a configuration, with variables filled in; empty when it is not registered, or null. */
    public <T> Optional<T> get(String id, Class<T> type) {
        return engine.ask(get(id, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<Optional<T>> getAsync(String id, Class<T> type) {
        return engine.askAsync(get(id, EngineCalls.as(type)));
    }

    /** The value of a configuration as a generic type, with variables filled in; empty when it is not registered, or null. */
    public <T> Optional<T> get(String id, TypeRef<T> type) {
        return engine.ask(get(id, EngineCalls.as(type)));
    }

    /** The same without waiting. */
    public <T> CompletableFuture<Optional<T>> getAsync(String id, TypeRef<T> type) {
        return engine.askAsync(get(id, EngineCalls.as(type)));
    }

    /**
     * Changes the value.
     *
     * @throws dev.iii.sdk.FunctionException with the code {@code NOT_REGISTERED} when there is no such configuration, with
     *     another one when the value does not fit its schema
     */
    public StateChange set(String id, @Nullable Object value) {
        return engine.ask(new Ask<>(
                "configuration::set", id(id).put("value", engine.json(value)).toJson(), StateChange::of));
    }

    /** The same without waiting. */
    public CompletableFuture<StateChange> setAsync(String id, @Nullable Object value) {
        return engine.askAsync(new Ask<>(
                "configuration::set", id(id).put("value", engine.json(value)).toJson(), StateChange::of));
    }

    /**
     * Registers a configuration, or describes it anew. An initial value counts only when there is none yet: the client looks
     * first, since the engine would put it in place of one that is there. Of two who register the same one for the first
     * time at once, the later one's initial value stays.
     *
     * @return the value that it has now
     */
    public Json register(ConfigurationDefinition definition) {
        Arguments.notNull(definition, "definition");
        boolean first = !definition.hasInitialValue()
                || engine.ask(get(definition.id(), ConfigurationClient::orNull)).isEmpty();
        return engine.ask(registration(definition, first));
    }

    /** The same without waiting. */
    public CompletableFuture<Json> registerAsync(ConfigurationDefinition definition) {
        Arguments.notNull(definition, "definition");
        if (!definition.hasInitialValue()) {
            return engine.askAsync(registration(definition, true));
        }
        return engine.askAsync(get(definition.id(), ConfigurationClient::orNull))
                .thenCompose(value -> engine.askAsync(registration(definition, value.isEmpty())));
    }

    private Ask<Json> registration(ConfigurationDefinition definition, boolean first) {
        return new Ask<>(
                "configuration::register", definition.toJson(engine::json, first), answer -> answer.field("value"));
    }

    /** What is known of a configuration; empty when it is not registered. */
    public Optional<ConfigurationInfo> schema(String id) {
        return engine.ask(new Ask<>(
                "configuration::schema",
                id(id).toJson(),
                answer -> Optional.of(ConfigurationInfo.of(answer)),
                Optional.of(Optional.empty())));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<ConfigurationInfo>> schemaAsync(String id) {
        return engine.askAsync(new Ask<>(
                "configuration::schema",
                id(id).toJson(),
                answer -> Optional.of(ConfigurationInfo.of(answer)),
                Optional.of(Optional.empty())));
    }

    /** All configurations, those of the engine's own workers included. */
    public List<ConfigurationInfo> list() {
        return engine.ask(new Ask<>(
                "configuration::list",
                new JsonObject().toJson(),
                answer -> JsonFields.of(answer, "a list").list("configurations", ConfigurationInfo::of)));
    }

    /** The same without waiting. */
    public CompletableFuture<List<ConfigurationInfo>> listAsync() {
        return engine.askAsync(new Ask<>(
                "configuration::list",
                new JsonObject().toJson(),
                answer -> JsonFields.of(answer, "a list").list("configurations", ConfigurationInfo::of)));
    }

    private static <T> Ask<Optional<T>> get(String id, Function<Json, @Nullable T> reader) {
        return new Ask<>(
                "configuration::get",
                id(id).toJson(),
                answer -> Optional.ofNullable(JsonFields.of(answer, "a value").value("value", reader)),
                Optional.of(Optional.empty()));
    }

    private static @Nullable Json orNull(Json value) {
        return value.isNull() ? null : value;
    }

    private static JsonObject id(String id) {
        return new JsonObject().put("id", Arguments.notBlank(id, "configuration id"));
    }
}
