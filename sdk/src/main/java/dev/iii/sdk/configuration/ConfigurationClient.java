package dev.iii.sdk.configuration;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.state.StateChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A client for the configurations that the engine keeps for workers and checks against a schema (engine behaviour, section
 * 18). They are in the namespace {@code default}, regardless of the namespace of the worker. Created by {@link
 * dev.iii.sdk.Worker#configuration}. Thread-safe.
 *
 * <p>Each operation, except {@link #register}, is one call of the engine. All operations throw what {@link
 * dev.iii.sdk.Worker#trigger(String, Object)} throws. The operations of {@link #async} do not wait.
 *
 * <pre>{@code
 * worker.configuration().register(ConfigurationDefinition.of("shop", Limits.class).initialValue(new Limits(5)));
 * Limits limits = worker.configuration().get("shop", Limits.class).orElseThrow();
 * }</pre>
 *
 * <p>To receive changes, bind a function to a {@link dev.iii.sdk.trigger.ConfigurationTrigger}.
 *
 * <p>Tests of an application may implement this interface and then need no engine. New methods may be added in later
 * versions.
 */
public interface ConfigurationClient {

    /**
     * Returns a client that sets options of each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}.
     *
     * @param options returns a copy of the call that it receives
     */
    ConfigurationClient with(UnaryOperator<Call> options);

    /** Returns the same operations as methods that return futures. */
    Async async();

    /**
     * Returns the value of a configuration, in which the engine has replaced the variables; empty if the configuration is not
     * registered or its value is JSON null.
     */
    default <T> Optional<T> get(String id, Class<T> type) {
        return get(id, TypeRef.of(type));
    }

    /** Returns the value of a configuration, read as a generic type. Otherwise like {@link #get(String, Class)}. */
    <T> Optional<T> get(String id, TypeRef<T> type);

    /**
     * Changes the value of a configuration.
     *
     * @throws dev.iii.sdk.error.FunctionException with the code {@code NOT_REGISTERED} if the configuration is not registered,
     *     and with another code if the value does not fit its schema
     */
    StateChange set(String id, @Nullable Object value);

    /**
     * Registers a configuration, or replaces its description. The initial value is used only if the configuration does not
     * have a value yet. The client checks this with a call before the registration, because the engine would replace an
     * existing value. If two workers register the same configuration for the first time at the same time, the initial value
     * of the later one remains.
     *
     * @return the value that the configuration has after the registration
     */
    Json register(ConfigurationDefinition definition);

    /** Returns the name, the description and the schema of a configuration; empty if it is not registered. */
    Optional<ConfigurationInfo> schema(String id);

    /** Returns all configurations, including those of the engine's built-in workers. */
    List<ConfigurationInfo> list();

    /**
     * The operations of {@link ConfigurationClient} without waiting. A future completes on a callback thread of the worker,
     * and fails with the exception that the blocking operation throws. Cancelling it abandons the call; the engine may execute
     * it nevertheless. Arguments are checked before a method returns. Thread-safe.
     */
    interface Async {

        /** Reads a value without waiting. See {@link ConfigurationClient#get(String, Class)}. */
        default <T> CompletableFuture<Optional<T>> get(String id, Class<T> type) {
            return get(id, TypeRef.of(type));
        }

        /** Reads a value without waiting. See {@link ConfigurationClient#get(String, TypeRef)}. */
        <T> CompletableFuture<Optional<T>> get(String id, TypeRef<T> type);

        /** Changes a value without waiting. See {@link ConfigurationClient#set}. */
        CompletableFuture<StateChange> set(String id, @Nullable Object value);

        /** Registers a configuration without waiting. See {@link ConfigurationClient#register}. */
        CompletableFuture<Json> register(ConfigurationDefinition definition);

        /** Reads the schema of a configuration without waiting. See {@link ConfigurationClient#schema}. */
        CompletableFuture<Optional<ConfigurationInfo>> schema(String id);

        /** Lists all configurations without waiting. See {@link ConfigurationClient#list}. */
        CompletableFuture<List<ConfigurationInfo>> list();
    }
}
