package dev.iii.sdk.discovery;

import dev.iii.sdk.Call;
import dev.iii.sdk.Json;
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
 * Asks an engine what it has (engine behaviour, section 17). Every method has a twin {@code …Async} that does not wait,
 * and its future completes on a thread for handlers. Each throws what {@link Worker#trigger(String, Object)} throws.
 * Thread-safe.
 *
 * <pre>{@code
 * for (FunctionInfo function : worker.discovery().functions(DiscoveryFilter.all().prefix("cmd::"))) {
 *     log.info("{} of {}", function.id(), function.workerName());
 * }
 * }</pre>
 */
public final class DiscoveryClient {

    private final EngineCalls engine;

    /** What this worker can see. */
    public DiscoveryClient(Worker worker) {
        this(new EngineCalls(worker));
    }

    private DiscoveryClient(EngineCalls engine) {
        this.engine = engine;
    }

    /** A client that says more about each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}. */
    public DiscoveryClient with(UnaryOperator<Call> options) {
        return new DiscoveryClient(engine.with(options));
    }

    /** Functions, sorted by id. */
    public List<FunctionInfo> functions() {
        return functions(DiscoveryFilter.all());
    }

    /** Functions, sorted by id. */
    public List<FunctionInfo> functions(DiscoveryFilter filter) {
        return engine.ask(list("engine::functions::list", filter, "functions", FunctionInfo::of));
    }

    /** The same without waiting. */
    public CompletableFuture<List<FunctionInfo>> functionsAsync(DiscoveryFilter filter) {
        return engine.askAsync(list("engine::functions::list", filter, "functions", FunctionInfo::of));
    }

    /** Workers, the engine's own included. */
    public List<WorkerInfo> workers() {
        return workers(WorkerFilter.all());
    }

    /** Workers, the engine's own included. */
    public List<WorkerInfo> workers(WorkerFilter filter) {
        return engine.ask(workerList(filter));
    }

    /** The same without waiting. */
    public CompletableFuture<List<WorkerInfo>> workersAsync() {
        return workersAsync(WorkerFilter.all());
    }

    /** The same without waiting. */
    public CompletableFuture<List<WorkerInfo>> workersAsync(WorkerFilter filter) {
        return engine.askAsync(workerList(filter));
    }

    /** Trigger types. */
    public List<TriggerTypeInfo> triggerTypes() {
        return triggerTypes(DiscoveryFilter.all());
    }

    /** Trigger types. */
    public List<TriggerTypeInfo> triggerTypes(DiscoveryFilter filter) {
        return engine.ask(list("engine::triggers::list", filter, "triggers", TriggerTypeInfo::of));
    }

    /** The same without waiting. */
    public CompletableFuture<List<TriggerTypeInfo>> triggerTypesAsync(DiscoveryFilter filter) {
        return engine.askAsync(list("engine::triggers::list", filter, "triggers", TriggerTypeInfo::of));
    }

    /** Functions that are bound to a trigger. */
    public List<RegisteredTrigger> triggers() {
        return triggers(DiscoveryFilter.all());
    }

    /** Functions that are bound to a trigger. */
    public List<RegisteredTrigger> triggers(DiscoveryFilter filter) {
        return engine.ask(
                list("engine::registered-triggers::list", filter, "registered_triggers", RegisteredTrigger::of));
    }

    /** The same without waiting. */
    public CompletableFuture<List<RegisteredTrigger>> triggersAsync(DiscoveryFilter filter) {
        return engine.askAsync(
                list("engine::registered-triggers::list", filter, "registered_triggers", RegisteredTrigger::of));
    }

    /** The function of this id in {@code default}, or else in the only namespace that has one; empty when there is none. */
    public Optional<FunctionDetails> function(String id) {
        return engine.ask(one(
                "engine::functions::info",
                "function_id",
                Arguments.notBlank(id, "function id"),
                null,
                FunctionDetails::of));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<FunctionDetails>> functionAsync(String id) {
        return engine.askAsync(one(
                "engine::functions::info",
                "function_id",
                Arguments.notBlank(id, "function id"),
                null,
                FunctionDetails::of));
    }

    /** The function of this id in a namespace; empty when there is none. */
    public Optional<FunctionDetails> function(String id, String namespace) {
        return engine.ask(one(
                "engine::functions::info",
                "function_id",
                Arguments.notBlank(id, "function id"),
                Arguments.notBlank(namespace, "namespace"),
                FunctionDetails::of));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<FunctionDetails>> functionAsync(String id, String namespace) {
        return engine.askAsync(one(
                "engine::functions::info",
                "function_id",
                Arguments.notBlank(id, "function id"),
                Arguments.notBlank(namespace, "namespace"),
                FunctionDetails::of));
    }

    /** The worker of this name in {@code default}, or else in the only namespace that has one; empty when there is none. */
    public Optional<WorkerDetails> worker(String name) {
        return engine.ask(
                one("engine::workers::info", "name", Arguments.notBlank(name, "worker name"), null, WorkerDetails::of));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<WorkerDetails>> workerAsync(String name) {
        return engine.askAsync(
                one("engine::workers::info", "name", Arguments.notBlank(name, "worker name"), null, WorkerDetails::of));
    }

    /** The worker of this name in a namespace; empty when it is not connected. */
    public Optional<WorkerDetails> worker(String name, String namespace) {
        return engine.ask(one(
                "engine::workers::info",
                "name",
                Arguments.notBlank(name, "worker name"),
                Arguments.notBlank(namespace, "namespace"),
                WorkerDetails::of));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<WorkerDetails>> workerAsync(String name, String namespace) {
        return engine.askAsync(one(
                "engine::workers::info",
                "name",
                Arguments.notBlank(name, "worker name"),
                Arguments.notBlank(namespace, "namespace"),
                WorkerDetails::of));
    }

    /** The trigger type of this name in {@code default}; empty when nobody provides it. */
    public Optional<TriggerTypeInfo> triggerType(String name) {
        return engine.ask(one(
                "engine::triggers::info", "id", Arguments.notBlank(name, "trigger type"), null, TriggerTypeInfo::of));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<TriggerTypeInfo>> triggerTypeAsync(String name) {
        return engine.askAsync(one(
                "engine::triggers::info", "id", Arguments.notBlank(name, "trigger type"), null, TriggerTypeInfo::of));
    }

    /** The trigger type of this name in a namespace; empty when nobody provides it. */
    public Optional<TriggerTypeInfo> triggerType(String name, String namespace) {
        return engine.ask(one(
                "engine::triggers::info",
                "id",
                Arguments.notBlank(name, "trigger type"),
                Arguments.notBlank(namespace, "namespace"),
                TriggerTypeInfo::of));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<TriggerTypeInfo>> triggerTypeAsync(String name, String namespace) {
        return engine.askAsync(one(
                "engine::triggers::info",
                "id",
                Arguments.notBlank(name, "trigger type"),
                Arguments.notBlank(namespace, "namespace"),
                TriggerTypeInfo::of));
    }

    /** The trigger of this id; empty when there is none, or when it waits for the provider of its type. */
    public Optional<RegisteredTrigger> trigger(String id) {
        return engine.ask(one(
                "engine::registered-triggers::info",
                "id",
                Arguments.notBlank(id, "trigger id"),
                null,
                RegisteredTrigger::of));
    }

    /** The same without waiting. */
    public CompletableFuture<Optional<RegisteredTrigger>> triggerAsync(String id) {
        return engine.askAsync(one(
                "engine::registered-triggers::info",
                "id",
                Arguments.notBlank(id, "trigger id"),
                null,
                RegisteredTrigger::of));
    }

    private static Ask<List<WorkerInfo>> workerList(WorkerFilter filter) {
        return new Ask<>(
                "engine::workers::list",
                Arguments.notNull(filter, "filter").toJson(),
                answer -> JsonFields.of(answer, "a list").list("workers", WorkerInfo::of));
    }

    private static <T> Ask<List<T>> list(
            String functionId, DiscoveryFilter filter, String field, Function<Json, T> reader) {
        return new Ask<>(
                functionId,
                Arguments.notNull(filter, "filter").toJson(),
                answer -> JsonFields.of(answer, "a list").list(field, reader));
    }

    private static <T> Ask<Optional<T>> one(
            String functionId, String field, String id, @Nullable String namespace, Function<Json, T> reader) {
        Json payload = new JsonObject()
                .put(field, id)
                .putIfThere("namespace", namespace)
                .toJson();
        return new Ask<>(
                functionId, payload, answer -> Optional.of(reader.apply(answer)), Optional.of(Optional.empty()));
    }
}
