package dev.iii.sdk.internal.client;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.discovery.DiscoveryClient;
import dev.iii.sdk.discovery.DiscoveryFilter;
import dev.iii.sdk.discovery.FunctionDetails;
import dev.iii.sdk.discovery.FunctionInfo;
import dev.iii.sdk.discovery.RegisteredTrigger;
import dev.iii.sdk.discovery.TriggerTypeInfo;
import dev.iii.sdk.discovery.WorkerDetails;
import dev.iii.sdk.discovery.WorkerFilter;
import dev.iii.sdk.discovery.WorkerInfo;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lists functions, workers and triggers by calls of the engine. Thread-safe. */
final class EngineDiscoveryClient implements DiscoveryClient {

    private final EngineClient engine;

    EngineDiscoveryClient(EngineClient engine) {
        this.engine = engine;
    }

    @Override
    public DiscoveryClient with(UnaryOperator<Call> options) {
        return new EngineDiscoveryClient(engine.with(options));
    }

    @Override
    public Async async() {
        return new AsyncDiscovery();
    }

    @Override
    public List<FunctionInfo> functions(DiscoveryFilter filter) {
        return engine.call(functionsRequest(filter));
    }

    @Override
    public List<WorkerInfo> workers(WorkerFilter filter) {
        return engine.call(workersRequest(filter));
    }

    @Override
    public List<TriggerTypeInfo> triggerTypes(DiscoveryFilter filter) {
        return engine.call(triggerTypesRequest(filter));
    }

    @Override
    public List<RegisteredTrigger> triggers(DiscoveryFilter filter) {
        return engine.call(triggersRequest(filter));
    }

    @Override
    public Optional<FunctionDetails> function(String id) {
        return engine.call(functionRequest(id, null));
    }

    @Override
    public Optional<FunctionDetails> function(String id, String namespace) {
        return engine.call(functionRequest(id, namespace(namespace)));
    }

    @Override
    public Optional<WorkerDetails> worker(String name) {
        return engine.call(workerRequest(name, null));
    }

    @Override
    public Optional<WorkerDetails> worker(String name, String namespace) {
        return engine.call(workerRequest(name, namespace(namespace)));
    }

    @Override
    public Optional<TriggerTypeInfo> triggerType(String name) {
        return engine.call(triggerTypeRequest(name, null));
    }

    @Override
    public Optional<TriggerTypeInfo> triggerType(String name, String namespace) {
        return engine.call(triggerTypeRequest(name, namespace(namespace)));
    }

    @Override
    public Optional<RegisteredTrigger> trigger(String id) {
        return engine.call(triggerRequest(id));
    }

    private final class AsyncDiscovery implements Async {

        @Override
        public CompletableFuture<List<FunctionInfo>> functions(DiscoveryFilter filter) {
            return engine.callAsync(functionsRequest(filter));
        }

        @Override
        public CompletableFuture<List<WorkerInfo>> workers(WorkerFilter filter) {
            return engine.callAsync(workersRequest(filter));
        }

        @Override
        public CompletableFuture<List<TriggerTypeInfo>> triggerTypes(DiscoveryFilter filter) {
            return engine.callAsync(triggerTypesRequest(filter));
        }

        @Override
        public CompletableFuture<List<RegisteredTrigger>> triggers(DiscoveryFilter filter) {
            return engine.callAsync(triggersRequest(filter));
        }

        @Override
        public CompletableFuture<Optional<FunctionDetails>> function(String id) {
            return engine.callAsync(functionRequest(id, null));
        }

        @Override
        public CompletableFuture<Optional<FunctionDetails>> function(String id, String namespace) {
            return engine.callAsync(functionRequest(id, namespace(namespace)));
        }

        @Override
        public CompletableFuture<Optional<WorkerDetails>> worker(String name) {
            return engine.callAsync(workerRequest(name, null));
        }

        @Override
        public CompletableFuture<Optional<WorkerDetails>> worker(String name, String namespace) {
            return engine.callAsync(workerRequest(name, namespace(namespace)));
        }

        @Override
        public CompletableFuture<Optional<TriggerTypeInfo>> triggerType(String name) {
            return engine.callAsync(triggerTypeRequest(name, null));
        }

        @Override
        public CompletableFuture<Optional<TriggerTypeInfo>> triggerType(String name, String namespace) {
            return engine.callAsync(triggerTypeRequest(name, namespace(namespace)));
        }

        @Override
        public CompletableFuture<Optional<RegisteredTrigger>> trigger(String id) {
            return engine.callAsync(triggerRequest(id));
        }
    }

    private static EngineRequest<List<FunctionInfo>> functionsRequest(DiscoveryFilter filter) {
        return listRequest(
                "engine::functions::list", Arguments.notNull(filter, "filter").toJson(), "functions", FunctionInfo::of);
    }

    private static EngineRequest<List<WorkerInfo>> workersRequest(WorkerFilter filter) {
        return listRequest(
                "engine::workers::list",
                Arguments.notNull(filter, "filter").toJson(),
                "workers",
                DiscoveryResults::worker);
    }

    private static EngineRequest<List<TriggerTypeInfo>> triggerTypesRequest(DiscoveryFilter filter) {
        return listRequest(
                "engine::triggers::list",
                Arguments.notNull(filter, "filter").toJson(),
                "triggers",
                DiscoveryResults::triggerType);
    }

    private static EngineRequest<List<RegisteredTrigger>> triggersRequest(DiscoveryFilter filter) {
        return listRequest(
                "engine::registered-triggers::list",
                Arguments.notNull(filter, "filter").toJson(),
                "registered_triggers",
                DiscoveryResults::trigger);
    }

    private static EngineRequest<Optional<FunctionDetails>> functionRequest(String id, @Nullable String namespace) {
        return infoRequest(
                "engine::functions::info",
                "function_id",
                Arguments.notBlank(id, "function id"),
                namespace,
                DiscoveryResults::functionDetails);
    }

    private static EngineRequest<Optional<WorkerDetails>> workerRequest(String name, @Nullable String namespace) {
        return infoRequest(
                "engine::workers::info",
                "name",
                Arguments.notBlank(name, "worker name"),
                namespace,
                DiscoveryResults::workerDetails);
    }

    private static EngineRequest<Optional<TriggerTypeInfo>> triggerTypeRequest(
            String name, @Nullable String namespace) {
        return infoRequest(
                "engine::triggers::info",
                "id",
                Arguments.notBlank(name, "trigger type"),
                namespace,
                DiscoveryResults::triggerType);
    }

    private static EngineRequest<Optional<RegisteredTrigger>> triggerRequest(String id) {
        return infoRequest(
                "engine::registered-triggers::info",
                "id",
                Arguments.notBlank(id, "trigger id"),
                null,
                DiscoveryResults::trigger);
    }

    private static <T> EngineRequest<List<T>> listRequest(
            String functionId, Json filter, String field, Function<Json, T> reader) {
        return new EngineRequest<>(
                functionId, filter, result -> JsonFields.of(result, "a list").list(field, reader));
    }

    private static <T> EngineRequest<Optional<T>> infoRequest(
            String functionId, String field, String id, @Nullable String namespace, Function<Json, T> reader) {
        Json payload = new JsonObject()
                .put(field, id)
                .putIfPresent("namespace", namespace)
                .toJson();
        return new EngineRequest<>(
                functionId, payload, result -> Optional.of(reader.apply(result)), Optional.of(Optional.empty()));
    }

    private static String namespace(String namespace) {
        return Arguments.notBlank(namespace, "namespace");
    }
}
