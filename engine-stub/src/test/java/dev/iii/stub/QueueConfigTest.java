package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the queue and cron workers with a config file. */
class QueueConfigTest {

    @TempDir
    Path folder;

    private EngineStub start(String... workers) {
        return EngineStub.start(StubOptions.builder().configFile(file(workers)).build());
    }

    private Path file(String... workers) {
        StringBuilder text = new StringBuilder("workers:\n  - { name: iii-worker-manager, config: { port: 0 } }\n");
        for (String worker : workers) {
            text.append("  - ").append(worker).append('\n');
        }
        try {
            return Files.writeString(folder.resolve("engine.yaml"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String enqueue(EngineStub stub, String queue) {
        try (TestClient client = new TestClient(stub.workerUrl())) {
            client.hears();
            client.says("{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\","
                    + "\"function_id\":\"f\",\"data\":{\"group\":1},\"action\":{\"type\":\"enqueue\",\"queue\":\""
                    + queue
                    + "\"}}");
            return client.hears().toString();
        }
    }

    private static String call(EngineStub stub, String function, String data) {
        try (TestClient client = new TestClient(stub.workerUrl())) {
            client.hears();
            client.says("{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\","
                    + "\"function_id\":\"" + function + "\",\"data\":" + data + "}");
            return client.hears().toString();
        }
    }

    @Test
    void withoutAConfigFileCallsCanBeEnqueued() {
        try (EngineStub stub = EngineStub.start()) {
            assertThat(enqueue(stub, "default")).contains("messageReceiptId");
            assertThat(call(stub, "iii::durable::publish", "{\"topic\":\"t\",\"data\":1}"))
                    .doesNotContain("error");
        }
    }

    @Test
    void standaloneWorkerProvidesTheQueuesInItsConfig() {
        try (EngineStub stub =
                start("{ name: queue, config: { queue_configs: { work: { concurrency: 3 }, ordered: { type: "
                        + "fifo, message_group_field: group } } } }")) {
            assertThat(enqueue(stub, "work")).contains("messageReceiptId");
            assertThat(enqueue(stub, "ordered")).contains("messageReceiptId");
            assertThat(enqueue(stub, "default")).contains("messageReceiptId");
            assertThat(enqueue(stub, "nope")).contains("enqueue_error", "default, work, ordered");
            assertThat(call(stub, "engine::queue::topic_stats", "{\"topic\":\"work\"}"))
                    .contains("\"consumer_count\":3");
        }
    }

    @Test
    void builtInWorkerProvidesTopicsOnly() {
        try (EngineStub stub = start("{ name: iii-queue, config: { adapter: { name: builtin }, queue_configs: { work: "
                + "{ max_retries: 1 } } } }")) {
            assertThat(enqueue(stub, "work")).contains("No queue provider is installed");
            assertThat(call(stub, "engine::queue::list_topics", "{}")).contains("\"work\"", "\"builtin\"");
        }
    }

    @Test
    void bothQueueWorkersTogetherAreRejected() {
        assertThatThrownBy(() -> start("{ name: iii-queue }", "{ name: queue }"))
                .isInstanceOf(StubException.class)
                .hasMessageContaining("engine.yaml:3")
                .hasMessageContaining("\"queue\"");
    }

    @Test
    void cronHasTwoNamesAndExternalAdaptersAreReplacedByMemory() {
        for (String name : new String[] {"iii-cron", "cron"}) {
            try (EngineStub stub = start(
                    "{ name: " + name + ", config: { adapter: { name: redis, config: { redis_url: x } } } }",
                    "{ name: queue, config: { adapter: { name: rabbitmq, config: { amqp_url: x, max_attempts: 5 } } } }")) {
                assertThat(call(
                                stub,
                                "engine::register_trigger",
                                "{\"trigger_type\":\"cron\",\"function_id\":\"f\",\"config\":{\"expression\":\"x\"}}"))
                        .contains("Invalid cron expression 'x'");
                assertThat(enqueue(stub, "default")).contains("messageReceiptId");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    { type: lifo }                                 | type        | standard, fifo
                    { type: fifo }                                 | message_group_field | fifo
                    { type: fifo, message_group_field: " " }       | message_group_field | fifo
                    { concurrency: 0 }                             | concurrency | from 1 to
                    { concurrency: many }                          | concurrency | from 1 to
                    { max_retries: -1 }                            | max_retries | from 0 to
                    { backoff_ms: 1.5 }                            | backoff_ms  | from 0 to
                    { poll_interval_ms: 0 }                        | poll_interval_ms | from 1 to
                    { timeout_ms: 0 }                              | timeout_ms  | from 1 to
                    5                                              | work        | section
                    """)
    void mistakeIsReportedWithItsLineAndTheAllowedValues(String queue, String key, String allowed) {
        assertThatThrownBy(() -> start("{ name: queue, config: { queue_configs: { work: " + queue + " } } }"))
                .isInstanceOf(StubException.class)
                .hasMessageContaining("engine.yaml:3")
                .hasMessageContaining(key)
                .hasMessageContaining(allowed);
    }
}
