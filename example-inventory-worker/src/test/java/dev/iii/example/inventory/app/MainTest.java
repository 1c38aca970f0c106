package dev.iii.example.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import dev.iii.testing.EngineExtension;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program in a separate process. */
class MainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String url, String... args) throws IOException {
        return start(Map.of("III_URL", url), args);
    }

    private Process start(Map<String, String> variables, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output().toFile()));
        builder.environment().putAll(variables);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /**
     * Returns the class path of the jar: without the test classes, whose logging configuration is silent. They are found by this
     * file, because only Maven gives their folder its usual name.
     */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Files.exists(Path.of(entry, "logback-test.xml")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private String printed() throws IOException {
        return Files.exists(output()) ? Files.readString(output()) : "";
    }

    private void awaitPrinted(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(printed()).contains(text));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theProgramWaitsForTheEngineServesAndShutsDownGracefully() throws Exception {
        int port = freePort();
        Process process = start("ws://127.0.0.1:" + port);
        awaitPrinted("ws://127.0.0.1:" + port);
        try (EngineStub late = EngineStub.start(StubOptions.builder().port(port).build());
                Worker customer = Iii.registerWorker(late.workerUrl().toString(), WorkerOptions.named("customer"))) {
            awaitPrinted("The inventory is open for requests");
            customer.trigger(
                    "cmd::add-inventory-item", Map.of("sku", "A", "name", "Anvil", "quantity", 3, "priceCents", 100));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(customer.trigger("query::item", Map.of("sku", "A"))
                                    .field("stock")
                                    .text())
                            .isEqualTo("3"));
            process.destroy();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(printed()).contains("closed").doesNotContain("Exception");
        }
    }

    @Test
    void aStandbyTakesOverWhenTheOwnerIsKilled() throws Exception {
        String sku = "A-" + UUID.randomUUID();
        try (Worker customer = Iii.registerWorker(engine.url(), WorkerOptions.named("customer"))) {
            Process first = start(engine.url());
            awaitPrinted("The inventory is open for requests");
            start(engine.url());
            awaitPrinted("Another worker runs the inventory; this worker is a standby");
            customer.trigger(
                    "cmd::add-inventory-item", Map.of("sku", sku, "name", "Anvil", "quantity", 3, "priceCents", 100));
            first.destroyForcibly();
            awaitPrinted("took over function cmd::sell-item");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(FunctionNotFoundException.class)
                    .until(() -> {
                        customer.trigger("cmd::sell-item", Map.of("sku", sku, "quantity", 1, "commandId", "order-1"));
                        return true;
                    });
            assertThat(customer.trigger("query::history", Map.of("sku", sku)).text())
                    .contains("item-added", "item-sold", "order-1");
        }
    }

    @Test
    void anInvalidAddressIsReportedInOneLine() throws Exception {
        Process process = start("http://127.0.0.1:1");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(printed().lines())
                .singleElement()
                .asString()
                .contains("III_URL")
                .contains("write ws://");
    }

    @Test
    void anInvalidConfigurationFileIsReportedInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("inventory.yaml"), "# for alerts\nwebhook: [a]\n");
        Process process = start(Map.of("III_URL", "ws://127.0.0.1:1", "III_CONFIG", file.toString()));
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(printed().lines()).singleElement().asString().startsWith(file + ":2: webhook: expected a string");
    }

    @Test
    void theValuesOfTheConfigurationFileAreCheckedLikeThoseOfVariables() throws Exception {
        Path file = Files.writeString(folder.resolve("inventory.yaml"), "streamUrl: ${STREAM:http://a}\n");
        Process process = start(Map.of("III_URL", "ws://127.0.0.1:1", "III_CONFIG", file.toString()));
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(printed().lines())
                .singleElement()
                .asString()
                .startsWith("invalid value in the configuration file for INVENTORY_STREAM_URL: ");
    }

    @Test
    void anUnknownOptionIsReportedInOneLine() throws Exception {
        Process process = start("ws://127.0.0.1:1", "--embed");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(printed().lines()).containsExactly("unknown option '--embed'; try --help");
    }
}
