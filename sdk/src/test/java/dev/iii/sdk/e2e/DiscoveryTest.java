package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.discovery.DiscoveryClient;
import dev.iii.sdk.discovery.DiscoveryFilter;
import dev.iii.sdk.discovery.FunctionDetails;
import dev.iii.sdk.discovery.FunctionInfo;
import dev.iii.sdk.discovery.RegisteredTrigger;
import dev.iii.sdk.discovery.TriggerTypeInfo;
import dev.iii.sdk.discovery.WorkerDetails;
import dev.iii.sdk.discovery.WorkerInfo;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.FunctionsAvailableEvent;
import dev.iii.sdk.trigger.FunctionsAvailableTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.sdk.trigger.WorkersAvailableEvent;
import dev.iii.sdk.trigger.WorkersAvailableTrigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiscoveryTest {

    record Query(String sku) {}

    record Stock(int left) {}

    record Hook(String path) {}

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String prefix = unique("query");
    private final String function = prefix + "::stock";

    private Registration register(Worker worker) {
        return worker.registerFunction(FunctionDefinition.of(function, Query.class, (query, call) -> new Stock(1))
                        .description("How many are left")
                        .metadata(Map.of("team", "shop"))
                        .resultType(Stock.class))
                .awaitConfirmed(PATIENCE);
    }

    @Test
    void functionsAreListedByPrefixTextAndWorker() {
        Worker worker = engine.worker();
        register(worker);
        worker.registerFunction("other-" + prefix, (json, call) -> 1).awaitConfirmed(PATIENCE);
        DiscoveryClient discovery = engine.worker().discovery();
        List<FunctionInfo> found = discovery.functions(DiscoveryFilter.all().prefix(prefix));
        assertThat(found).hasSize(1);
        FunctionInfo info = found.get(0);
        assertThat(info.id()).isEqualTo(function);
        assertThat(info.namespace()).isEqualTo("default");
        assertThat(info.workerName()).isEqualTo(worker.name());
        assertThat(info.description()).contains("How many are left");
        assertThat(info.metadata().map(metadata -> metadata.field("team").text()))
                .contains("\"shop\"");
        assertThat(discovery.functions(DiscoveryFilter.containing(prefix)))
                .extracting(FunctionInfo::id)
                .contains("other-" + prefix, function);
        assertThat(discovery.functions(DiscoveryFilter.all().worker(worker.name())))
                .extracting(FunctionInfo::id)
                .contains("other-" + prefix, function);
        assertThat(discovery
                        .async()
                        .functions(DiscoveryFilter.all().prefix(prefix))
                        .join())
                .isEqualTo(found);
        assertThat(discovery.functions(DiscoveryFilter.all().prefix("engine::functions")))
                .isEmpty();
        assertThat(discovery.functions(
                        DiscoveryFilter.all().prefix("engine::functions").includeInternal()))
                .extracting(FunctionInfo::id)
                .contains("engine::functions::list");
    }

    @Test
    void aFunctionHasSchemasAndTriggers() {
        Worker worker = engine.worker();
        register(worker);
        Registration trigger =
                worker.registerTrigger(SubscribeTrigger.topic(prefix), function).awaitConfirmed(PATIENCE);
        DiscoveryClient discovery = engine.worker().discovery();
        // Schemas are inferred shortly after the registration.
        FunctionDetails details = Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> discovery.function(function).orElseThrow(),
                        found -> found.requestSchema().isPresent());
        assertThat(details.info().id()).isEqualTo(function);
        assertThat(details.requestSchema().orElseThrow().field("properties").fields())
                .containsOnlyKeys("sku");
        assertThat(details.responseSchema().orElseThrow().field("properties").fields())
                .containsOnlyKeys("left");
        assertThat(details.triggers()).hasSize(1);
        assertThat(details.triggers().get(0).id()).isEqualTo(trigger.id());
        assertThat(details.triggers().get(0).type()).isEqualTo("subscribe");
        assertThat(details.triggers().get(0).config().field("topic").as(String.class))
                .isEqualTo(prefix);
        assertThat(worker.discovery().function(prefix + "::none")).isEmpty();
    }

    @Test
    void aFunctionIsFoundInItsNamespace() {
        String namespace = unique("ns");
        Worker worker =
                engine.worker(Engine.options().namespace(namespace).build()).awaitReady(PATIENCE);
        register(worker);
        DiscoveryClient discovery = engine.worker().discovery();
        assertThat(discovery.function(function, "default")).isEmpty();
        assertThat(discovery.function(function, namespace).orElseThrow().info().namespace())
                .isEqualTo(namespace);
        assertThat(discovery.worker(worker.name(), namespace)).isPresent();
        assertThat(discovery.worker(worker.name(), "default")).isEmpty();
        assertThat(discovery.function(function)).isPresent();
        register(engine.worker());
        assertThat(discovery.function(function).orElseThrow().info().namespace())
                .isEqualTo("default");
    }

    @Test
    void workersSayWhoTheyAreAndWhatTheyHave() {
        Worker worker = engine.worker(
                        Engine.options().description("Keeps the stock").build())
                .awaitReady(PATIENCE);
        register(worker);
        DiscoveryClient discovery = engine.worker().discovery();
        WorkerInfo info = discovery.workers().stream()
                .filter(each -> each.id().equals(worker.id().orElseThrow()))
                .findFirst()
                .orElseThrow();
        assertThat(info.name()).contains(worker.name());
        assertThat(info.runtime()).contains("java");
        assertThat(info.version()).isPresent();
        assertThat(info.os()).isPresent();
        assertThat(info.description()).contains("Keeps the stock");
        assertThat(info.status()).isEqualTo("connected");
        assertThat(info.functions()).isEqualTo(1);
        assertThat(info.connectedAt()).isAfter(Instant.EPOCH);
        WorkerDetails details = discovery.worker(worker.name()).orElseThrow();
        assertThat(details.pid()).hasValue(ProcessHandle.current().pid());
        assertThat(details.functions()).extracting(FunctionInfo::id).containsExactly(function);
        assertThat(discovery.worker(unique("none"))).isEmpty();
        assertThat(discovery.async().workers().join())
                .extracting(WorkerInfo::id)
                .contains(info.id());
    }

    @Test
    void triggerTypesOfTheEngineAndOfWorkersAreFound() {
        Worker worker = engine.worker();
        String type = unique("webhook");
        worker.registerTriggerType(
                        TriggerTypeDefinition.of(type, "Calls on a path", Hook.class)
                                .configSchema(Json.parse("{\"properties\":{\"path\":{}}}")),
                        TriggerTypeHandler.acceptAll())
                .registration()
                .awaitConfirmed(PATIENCE);
        DiscoveryClient discovery = engine.worker().discovery();
        assertThat(discovery.triggerTypes())
                .extracting(TriggerTypeInfo::id)
                .contains("http", "subscribe", "state", type);
        assertThat(discovery.triggerTypes(DiscoveryFilter.all().prefix(type)))
                .extracting(TriggerTypeInfo::workerName)
                .containsExactly(worker.name());
        TriggerTypeInfo info = discovery.triggerType(type).orElseThrow();
        assertThat(info.description()).isEqualTo("Calls on a path");
        assertThat(info.configSchema().orElseThrow().field("properties").fields())
                .containsOnlyKeys("path");
        assertThat(info.instances()).hasValue(0);
        assertThat(discovery.triggerType(unique("none"))).isEmpty();
    }

    @Test
    void triggersAreFoundByTypeFunctionAndId() {
        Worker worker = engine.worker();
        register(worker);
        Registration trigger =
                worker.registerTrigger(SubscribeTrigger.topic(prefix), function).awaitConfirmed(PATIENCE);
        DiscoveryClient discovery = engine.worker().discovery();
        List<RegisteredTrigger> found = discovery.triggers(
                DiscoveryFilter.all().triggerType("subscribe").function(function));
        assertThat(found).extracting(RegisteredTrigger::id).containsExactly(trigger.id());
        assertThat(discovery.triggers()).extracting(RegisteredTrigger::id).contains(trigger.id());
        RegisteredTrigger one = discovery.trigger(trigger.id()).orElseThrow();
        assertThat(one.type()).isEqualTo("subscribe");
        assertThat(one.functionId()).isEqualTo(function);
        assertThat(one.workerName()).isEqualTo(worker.name());
        trigger.unregister();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> discovery.trigger(trigger.id()).isEmpty());
    }

    @Test
    void aTriggerTellsWhichFunctionsAreThere() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<FunctionsAvailableEvent> events = new LinkedBlockingQueue<>();
        worker.registerFunction(prefix + "::watch", FunctionsAvailableEvent.class, (event, call) -> events.add(event));
        worker.registerTrigger(FunctionsAvailableTrigger.any(), prefix + "::watch")
                .awaitConfirmed(PATIENCE);
        register(engine.worker());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Engine.notNull(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).functions().stream()
                        .anyMatch(each -> each.id().equals(function)));
    }

    @Test
    void aTriggerTellsWhichWorkersComeAndGo() {
        Worker worker = engine.worker();
        List<WorkersAvailableEvent> events = new CopyOnWriteArrayList<>();
        worker.registerFunction(prefix + "::watch", WorkersAvailableEvent.class, (event, call) -> events.add(event));
        worker.registerTrigger(WorkersAvailableTrigger.any(), prefix + "::watch")
                .awaitConfirmed(PATIENCE);
        Worker other = engine.worker();
        String id = other.id().orElseThrow();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> events.contains(new WorkersAvailableEvent(WorkersAvailableEvent.Kind.CONNECTED, id))
                        && events.contains(new WorkersAvailableEvent(WorkersAvailableEvent.Kind.METADATA_UPDATED, id)));
        other.close();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> events.contains(new WorkersAvailableEvent(WorkersAvailableEvent.Kind.DISCONNECTED, id)));
    }
}
