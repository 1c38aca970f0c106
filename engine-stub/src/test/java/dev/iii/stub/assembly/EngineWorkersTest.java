package dev.iii.stub.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.core.ManualClock;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.net.AllowedOrigins;
import dev.iii.stub.setup.EngineWorkerDefinition;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an engine worker with a separate port needs its package and one line, by means of an invented one. */
class EngineWorkersTest {

    private static final int STANDARD_PORT = 4321;

    @TempDir
    private Path folder;

    /** Listens on a port and does nothing else. */
    private static final class PortWorker implements EngineWorker {

        static final EngineWorkerDefinition DEFINITION = EngineWorkerDefinition.of(
                        "test-port", setup -> new PortWorker(setup.address()))
                .withPort(STANDARD_PORT);

        final InetSocketAddress address;
        private @Nullable ServerSocket socket;

        PortWorker(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public String name() {
            return "test-port";
        }

        @Override
        public String description() {
            return "A port that accepts connections.";
        }

        @Override
        public void install(Installer installer) {}

        @Override
        public void start() throws IOException {
            socket = new ServerSocket(address.getPort(), 1, address.getAddress());
        }

        @Override
        public Optional<String> url() {
            return Optional.ofNullable(socket).map(open -> "test://127.0.0.1:" + open.getLocalPort());
        }

        @Override
        public void close() {
            ServerSocket open = socket;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Test
    void engineWorkerWithASeparatePortIsOneLine() throws IOException {
        List<EngineWorkerDefinition> definitions = new ArrayList<>(EngineWorkers.ALL.definitions());
        definitions.add(PortWorker.DEFINITION); // the line
        URI url;
        try (RunningEngine engine =
                RunningEngine.start(StubSettings.builder().build(), new EngineWorkers(definitions))) {
            url = Objects.requireNonNull(engine.listening().get("test-port"));
            assertThat(engine.worker(PortWorker.class)).isPresent();
            new Socket(url.getHost(), url.getPort()).close();
        }
        assertThatThrownBy(() -> new Socket(url.getHost(), url.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void portIsThatOfTheOptionsThenThatOfTheFileThenTheStandardPort() throws IOException {
        assertThat(port(StubSettings.builder())).as("no file").isZero();
        assertThat(port(StubSettings.builder().standardPorts())).isEqualTo(STANDARD_PORT);
        assertThat(port(StubSettings.builder().config(config("{}")))).isEqualTo(STANDARD_PORT);
        assertThat(port(StubSettings.builder().config(config("{ port: 4000 }"))))
                .isEqualTo(4000);
        assertThat(port(StubSettings.builder()
                        .config(config("{ port: 4000 }"))
                        .enginePort("test-port", "testPort", 4001)))
                .isEqualTo(4001);
    }

    private EngineConfig config(String section) throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, "workers: [{ name: test-port, config: " + section + " }]\n");
        return EngineConfig.read(file, Map.of());
    }

    private static int port(StubSettings.Builder settings) {
        List<EngineWorker> workers = create(settings.build(), PortWorker.DEFINITION);
        assertThat(workers).singleElement().isInstanceOf(PortWorker.class);
        return ((PortWorker) workers.get(0)).address.getPort();
    }

    private static List<EngineWorker> create(StubSettings settings, EngineWorkerDefinition definition) {
        return new EngineWorkers(List.of(definition))
                .create(settings, List.of(), new AllowedOrigins(Set.of(), new ManualClock()));
    }

    @Test
    void addressOfAWorkerWithoutAPortIsRefused() {
        EngineWorkerDefinition definition =
                EngineWorkerDefinition.of("test-port", setup -> new PortWorker(setup.address()));
        StubSettings settings = StubSettings.builder().build();
        assertThatThrownBy(() -> create(settings, definition))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("withPort");
    }
}
