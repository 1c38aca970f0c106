package dev.iii.example.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.testing.EngineExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The distribution with its own Java runtime. Its processes have no variables except those that a test sets. */
@EnabledIfSystemProperty(
        named = "inventory.distribution",
        matches = ".+",
        disabledReason = "-Pdistribution runs this test")
class DistributionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MAX_BYTES = 64 << 20;

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    private final Path distribution = Path.of(System.getProperty("inventory.distribution"));

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private Process start(Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        distribution.resolve("bin").resolve("inventory").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String printed() throws IOException {
        return Files.readString(output());
    }

    @Test
    void itIsSmallAndContainsNoLinks() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(distribution)) {
            files = all.toList();
        }
        long bytes = 0;
        for (Path file : files) {
            assertThat(Files.isSymbolicLink(file)).as(file.toString()).isFalse();
            bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
        }
        assertThat(bytes).isLessThan(MAX_BYTES);
        assertThat(files)
                .contains(distribution.resolve("LICENSE"), distribution.resolve("runtime/legal/java.base/LICENSE"));
    }

    @Test
    void itServesAndShutsDownWithoutAJdkAndAnEnvironment(Worker customer) throws Exception {
        Process process = start(Map.of("III_URL", engine.url(), "III_WORKER_NAME", "inventory-1"));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(printed()).contains("The inventory is open for requests"));
        customer.trigger(
                "cmd::add-inventory-item", Map.of("sku", "A", "name", "Anvil", "quantity", 3, "priceCents", 100));
        assertThat(customer.discovery().workers())
                .anyMatch(worker -> worker.name().filter("inventory-1"::equals).isPresent());
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(printed()).contains("closed").doesNotContain("Exception");
    }

    @Test
    void itReadsAConfigurationFile() throws Exception {
        Path file = Files.writeString(folder.resolve("inventory.yaml"), "webhook: 1\n");
        Process process = start(Map.of("III_URL", engine.url(), "III_CONFIG", file.toString()));
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(printed()).startsWith(file + ":1: webhook: expected a string");
    }
}
