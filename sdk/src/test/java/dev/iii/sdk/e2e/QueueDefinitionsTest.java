package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallRefusedException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.queue.QueueDefinition;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues that a worker defines, or whose YAML it writes. */
class QueueDefinitionsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    @TempDir
    Path directory;

    private final String queue = unique("alerts");
    private final String function = unique("notify::low-stock");
    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @BeforeEach
    void needsTheStub() {
        engine.onlyOnTheStub("it has the function queue::define");
    }

    private void handler() {
        engine.worker()
                .registerFunction(function, json -> {
                    delivered.add(json.text());
                })
                .awaitConfirmed(PATIENCE);
    }

    @Test
    void aCallForADefinedQueueIsDelivered() {
        handler();
        Worker worker = engine.worker();
        assertThatThrownBy(() -> worker.trigger(Call.to(function, 1).enqueue(queue)))
                .isInstanceOf(CallRefusedException.class);
        QueueDefinition definition = QueueDefinition.standard(queue)
                .maxRetries(5)
                .backoff(Duration.ofMillis(20))
                .concurrency(2);
        assertThat(worker.queues().define(definition)).isTrue();
        assertThat(worker.queues().define(definition)).isFalse();
        assertThat(worker.queues().async().define(definition.concurrency(3)).join())
                .isTrue();
        worker.trigger(Call.to(function, 1).enqueue(queue));
        await().atMost(PATIENCE).until(() -> delivered.equals(List.of("1")));
        assertThat(worker.queues().topics()).anySatisfy(topic -> {
            assertThat(topic.name()).isEqualTo(queue);
            assertThat(topic.subscribers()).isEqualTo(3);
        });
    }

    @Test
    void theCallsOfAGroupAreDeliveredInOrder() {
        handler();
        Worker worker = engine.worker();
        worker.queues().define(QueueDefinition.fifo(queue, "customer").concurrency(4));
        for (int n = 0; n < 20; n++) {
            worker.trigger(Call.to(function, Json.parse("{\"customer\":7,\"n\":" + n + "}"))
                    .enqueue(queue));
        }
        await().atMost(PATIENCE).until(() -> delivered.size() == 20);
        for (int n = 0; n < 20; n++) {
            assertThat(delivered.get(n)).contains("\"n\":" + n + "}");
        }
    }

    @Test
    void retriesAreThoseOfTheDefinition() {
        engine.worker()
                .registerFunction(function, json -> {
                    delivered.add(json.text());
                    throw new FunctionException("no", "never");
                })
                .awaitConfirmed(PATIENCE);
        Worker worker = engine.worker();
        worker.queues().define(QueueDefinition.standard(queue).maxRetries(1).backoff(Duration.ofMillis(1)));
        worker.trigger(Call.to(function, 1).enqueue(queue));
        await().atMost(PATIENCE)
                .until(() -> worker.queues().deadLetters(queue, 0, 10).size() == 1);
        assertThat(delivered).hasSize(2);
    }

    @Test
    void aWorkerInAnotherNamespaceDefinesTheSameQueues() {
        Worker worker =
                engine.worker(Engine.options().namespace("north").build()).awaitReady(PATIENCE);
        assertThat(worker.queues().define(QueueDefinition.standard(queue))).isTrue();
        assertThat(engine.worker().queues().define(QueueDefinition.standard(queue)))
                .isFalse();
    }

    private EngineStub configured(String worker, String config) throws Exception {
        Path file = directory.resolve("engine.yaml");
        Files.writeString(
                file,
                "workers:\n  - { name: iii-worker-manager, config: { port: 0 } }\n  - name: " + worker + "\n" + config);
        return EngineStub.start(StubOptions.builder().configFile(file).build());
    }

    @Test
    void anEngineWithoutTheFunctionIsToldAboutWithTheYaml() throws Exception {
        QueueDefinition definition = QueueDefinition.standard("alerts").maxRetries(5);
        try (EngineStub stub = configured("iii-queue", "");
                Worker worker = Iii.registerWorker(stub.workerUrl().toString(), WorkerOptions.named("test-yaml"))) {
            assertThatThrownBy(() -> worker.queues().define(definition))
                    .isInstanceOf(FunctionNotFoundException.class)
                    .hasMessageContaining("the engine does not have the function queue::define")
                    .hasMessageContaining("Add it with 'iii worker add queue' in place of iii-queue")
                    .hasMessageEndingWith(definition.toYaml());
            assertThatThrownBy(() -> worker.queues().async().define(definition).join())
                    .hasCauseInstanceOf(FunctionNotFoundException.class)
                    .hasMessageContaining("queue_configs:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts", "low stock: all", "on", "7", "a\"b#c"})
    void theYamlDefinesTheQueueInTheConfigurationOfTheEngine(String name) throws Exception {
        QueueDefinition definition = QueueDefinition.fifo(name, "no")
                .maxRetries(0)
                .backoff(Duration.ofSeconds(2))
                .concurrency(3);
        String yaml = "    config:\n" + definition.toYaml().indent(6);
        try (EngineStub stub = configured("queue", yaml);
                Worker worker = Iii.registerWorker(stub.workerUrl().toString(), WorkerOptions.named("test-yaml"))) {
            assertThat(worker.queues().topics())
                    .anySatisfy(topic -> assertThat(topic.name()).isEqualTo(name));
            assertThat(worker.queues().define(definition)).isFalse();
        }
    }

    @Test
    void aDefinitionHasTheFieldsOfTheEngine() {
        assertThat(QueueDefinition.standard("a").toJson().text()).isEqualTo("{\"type\":\"standard\"}");
        QueueDefinition fifo = QueueDefinition.fifo("a", "group")
                .maxRetries(1)
                .backoff(Duration.ofMillis(2))
                .concurrency(3);
        assertThat(fifo.toJson().as(Map.class).toString())
                .isEqualTo("{type=fifo, message_group_field=group, max_retries=1, backoff_ms=2, concurrency=3}");
        assertThat(fifo.toYaml()).isEqualTo("""
            queue_configs:
              a:
                type: fifo
                message_group_field: group
                max_retries: 1
                backoff_ms: 2
                concurrency: 3
            """);
        assertThat(fifo.name() + fifo.groupField() + fifo.maxRetries() + fifo.backoff() + fifo.concurrency())
                .isEqualTo("aOptional[group]Optional[1]Optional[PT0.002S]Optional[3]");
        assertThatThrownBy(() -> fifo.maxRetries(-1)).hasMessage("maxRetries is -1; it must be at least 0");
        assertThatThrownBy(() -> fifo.concurrency(0)).hasMessage("concurrency is 0; it must be at least 1");
    }
}
