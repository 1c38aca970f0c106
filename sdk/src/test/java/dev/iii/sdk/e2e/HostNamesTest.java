package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.StubOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Host names with an underscore, which container networks use. */
class HostNamesTest {

    @RegisterExtension
    static final Engine engine =
            new Engine(StubOptions.builder().allowOrigins("http://my_engine").build());

    @Test
    void workersChannelsAndStreamsConnectToAHostWithAnUnderscore(@TempDir Path directory) throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 my_engine localhost\n");
        JavaProcess process = new JavaProcess(
                Map.of("III_URL", engine.url().replace("127.0.0.1", "my_engine")),
                entry -> true,
                "-Djdk.net.hosts.file=" + hosts);
        assertThat(process.run(
                        HostNamesWorker.class, engine.streamUrl().replace("127.0.0.1", "my_engine"), unique("host")))
                .contains("worker 1", "channel sent", "stream true");
    }

    @Test
    void aMissingLibraryIsTheReasonThatIsReported() throws Exception {
        JavaProcess process = new JavaProcess(Map.of(), entry -> !entry.startsWith("Java-WebSocket"));
        assertThat(process.run(MissingLibraryWorker.class, engine.url()))
                .anyMatch(line -> line.startsWith("not ready: ")
                        && line.contains("org/java_websocket/")
                        && line.contains("is missing; add the library org.java-websocket:Java-WebSocket"))
                .noneMatch(line -> line.contains("no TCP connection"));
    }
}
