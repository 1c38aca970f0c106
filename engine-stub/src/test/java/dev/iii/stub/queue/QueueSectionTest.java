package dev.iii.stub.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.config.EngineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests how the configuration section of a queue worker is read. */
class QueueSectionTest {

    @TempDir
    Path folder;

    private QueueOptions read(String config) throws IOException {
        Path file = Files.writeString(
                folder.resolve("engine.yaml"), "workers:\n  - { name: queue, config: " + config + " }\n");
        EngineConfig.WorkerEntry entry =
                EngineConfig.read(file, Map.of()).workers().get(0);
        QueueOptions options = QueueConfig.read(entry.config());
        assertThat(entry.config().unknownKeys()).isEmpty();
        return options;
    }

    @Test
    void withoutAConfigOnlyTheDefaultQueueExists() {
        QueueOptions options = QueueConfig.read(ConfigSection.empty());
        assertThat(options).isEqualTo(QueueOptions.DEFAULT);
        assertThat(options.queues()).containsOnlyKeys("default");
        assertThat(options.queues())
                .containsEntry(
                        "default",
                        new NamedQueueOptions(
                                new DeliveryOptions(false, 4, 10, Duration.ofSeconds(1), Duration.ofMinutes(30)),
                                null,
                                Duration.ofMillis(100)));
    }

    @Test
    void adapterMaySetTheDefaultsForSubscribers() throws IOException {
        assertThat(
                        read("{ adapter: { name: builtin, config: { store_method: in_memory, max_attempts: 7, backoff_ms: 5, "
                                        + "concurrency: 2, mode: fifo } } }")
                                .topics())
                .isEqualTo(new DeliveryOptions(true, 7, 2, Duration.ofMillis(5), null));
        assertThat(read("{ adapter: { name: redis, config: { redis_url: x } } }")
                        .topics())
                .isEqualTo(DeliveryOptions.OF_TOPICS);
        assertThat(read("{ adapter: { name: builtin, config: { store_method: file_based, file_path: x } } }")
                        .topics())
                .isEqualTo(DeliveryOptions.OF_TOPICS);
    }

    @Test
    void namedQueueHasTheSettingsOfItsEntry() throws IOException {
        QueueOptions options = read("{ queue_configs: { default: { max_retries: 0 }, empty: , all: { type: fifo, "
                + "message_group_field: g, max_retries: 2, concurrency: 3, backoff_ms: 4, poll_interval_ms: 5, "
                + "timeout_ms: 6, max_priority: 7, priority_field: p } } }");
        assertThat(options.queues()).containsOnlyKeys("default", "empty", "all");
        assertThat(options.queues().get("default"))
                .isEqualTo(new NamedQueueOptions(
                        new DeliveryOptions(false, 1, 10, Duration.ofSeconds(1), Duration.ofMinutes(30)),
                        null,
                        Duration.ofMillis(100)));
        assertThat(options.queues()).containsEntry("empty", NamedQueueOptions.DEFAULT);
        assertThat(options.queues().get("all"))
                .isEqualTo(new NamedQueueOptions(
                        new DeliveryOptions(true, 3, 3, Duration.ofMillis(4), Duration.ofMillis(6)),
                        "g",
                        Duration.ofMillis(5)));
    }
}
