package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the configuration of the engine that the page on deployment shows. */
class DocumentedConfigurationTest {

    private static final Path PAGE = Path.of("..", "docs", "deployment.md");

    @TempDir
    Path directory;

    @Test
    void startsTheStubWithAllPartsThatTheSdkUses() throws Exception {
        String page = Files.readString(PAGE);
        String start = "```yaml\nworkers:";
        int begin = page.indexOf(start) + "```yaml\n".length();
        String configuration = page.substring(begin, page.indexOf("```", begin));
        assertThat(configuration)
                .contains(List.of(
                        "iii-worker-manager",
                        "iii-http",
                        "iii-state",
                        "iii-stream",
                        "iii-pubsub",
                        "iii-queue",
                        "iii-cron",
                        "iii-http-functions",
                        "iii-observability"));
        Path file = directory.resolve("config.yaml");
        Files.writeString(file, configuration.replaceAll("port: \\d+", "port: 0"));
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().configFile(file).build())) {
            assertThat(stub.httpUrl().getPort()).isPositive();
            assertThat(stub.streamUrl().getPort()).isPositive();
        }
    }
}
