package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.iii.stub.core.CaughtLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the names of workers in a config file that is for the stub and for the real engine. */
class WorkerNamesTest {

    @RegisterExtension
    final CaughtLines lines = new CaughtLines("dev.iii.stub.assembly", Level.WARN);

    @TempDir
    Path folder;

    private void start(String worker, String config) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"),
                "workers:\n  - { name: iii-worker-manager, config: { port: 0 } }\n  - { name: " + worker + ", config: "
                        + config + " }\n");
        EngineStub.start(StubOptions.builder().configFile(file).build()).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "state", "cron", "pubsub", "stream"})
    void nameOfAnotherProgramIsReported(String name) throws IOException {
        start(name, name.equals("http") || name.equals("stream") ? "{ port: 0 }" : "{}");
        assertThat(lines.all())
                .singleElement()
                .asString()
                .contains("config.yaml:3")
                .contains("names the worker \"" + name + "\", which is another program since iii 0.23")
                .contains("write iii-" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iii-exec", "iii-bridge"})
    void workerThatTheStubDoesNotHaveIsReported(String name) throws IOException {
        start(name, "{}");
        assertThat(lines.all())
                .singleElement()
                .asString()
                .contains("names the worker \"" + name + "\", which this engine does not have; it is ignored");
    }

    @Test
    void nameOfTheCurrentEngineIsNotReported() throws IOException {
        start("iii-state", "{}");
        assertThat(lines.all()).isEmpty();
    }
}
