package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.internal.address.ConnectHints;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.stub.EngineStub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker with a wrong port or scheme reports the remedy, in the exception of {@code awaitReady} and in the log. */
class WrongAddressTest {

    private static final String WORKERS = "the port for workers, by default 49134";
    private static final String STREAMS = "the port for streams, by default 3112";
    private static final Duration SHORT = Duration.ofMillis(200);

    private static Worker worker(String url) {
        return Iii.registerWorker(
                url,
                WorkerOptions.builder()
                        .name(Engine.unique("test-address"))
                        .reconnect(Reconnect.after(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(50))))
                        .connectTimeout(Duration.ofMillis(300))
                        .drainTimeout(SHORT)
                        .build());
    }

    private static String at(URI server) {
        return "ws://127.0.0.1:" + server.getPort();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void assertHint(String url, String hint) {
        try (LogLines log = new LogLines(Worker.class);
                Worker worker = worker(url)) {
            Awaitility.await().atMost(PATIENCE).until(() -> worker.status() == WorkerStatus.RECONNECTING);
            // On a busy computer, the first attempts may fail because the server is slow.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> worker.awaitReady(SHORT))
                            .isInstanceOfSatisfying(
                                    CallTimeoutException.class,
                                    e -> assertThat(e.mayHaveRun()).isFalse())
                            .hasMessageContaining(hint));
            assertThat(messages(log)).anyMatch(line -> line.contains("not connected to ") && line.contains(hint));
        }
    }

    private static List<String> messages(LogLines log) {
        return log.lines().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void nothingListens() throws Exception {
        assertHint("ws://127.0.0.1:" + freePort(), "check that the engine is running, and that this is " + WORKERS);
    }

    @Test
    void theHttpPortOfTheEngine() {
        try (EngineStub stub = EngineStub.start()) {
            assertHint(at(stub.httpUrl()), "this is a web server or the HTTP port of the engine; use " + WORKERS);
        }
    }

    @Test
    void aPathThatTheEngineDoesNotHave() {
        try (EngineStub stub = EngineStub.start()) {
            String server = "this is a web server or the HTTP port of the engine; use " + WORKERS;
            assertHint(
                    at(stub.httpUrl()) + "/engine?token=abc",
                    "the server may not have the path /engine: remove it from the address, unless a proxy needs it; or "
                            + server);
            String refused = "the server answered the upgrade with HTTP status 404";
            assertThat(new ConnectHints("ws://h:1/", ConnectHints.Port.WORKERS).of(refused))
                    .isEqualTo(server);
            assertThat(new ConnectHints("ws://h:1?token=a/b", ConnectHints.Port.WORKERS).of(refused))
                    .isEqualTo(server);
        }
    }

    @Test
    void theStreamPortOfTheEngine() {
        try (EngineStub stub = EngineStub.start();
                LogLines log = new LogLines(Worker.class);
                Worker worker = worker(at(stub.streamUrl()))) {
            // It takes the connection, and does not answer the announcement.
            assertThatThrownBy(() -> worker.awaitReady(SHORT)).hasMessageContaining("use " + WORKERS);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(messages(log))
                            .anyMatch(line ->
                                    line.contains("the engine has not responded to the announcement; another server may"
                                            + " listen there; use " + WORKERS)));
        }
    }

    @Test
    void tlsAtAPortWithoutIt() {
        String remedy = "if the port does not use TLS, write ws:// in place of wss://";
        try (EngineStub stub = EngineStub.start()) {
            String url = at(stub.workerUrl()).replace("ws://", "wss://");
            try (Worker worker = worker(url)) {
                assertThatThrownBy(() -> worker.awaitReady(SHORT)).hasMessageContaining(remedy);
            }
            assertHint(url, remedy);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS failed: Unrecognized SSL message, plaintext connection?",
                "TLS failed: Unsupported or unrecognized SSL message"
            })
    void everyJavaRuntimeReportsAPortWithoutTlsInItsOwnWords(String reason) {
        assertThat(new ConnectHints("wss://h:1", ConnectHints.Port.WORKERS).of(reason))
                .isEqualTo("this port does not use TLS: write ws:// in place of wss://");
        assertThat(new ConnectHints("wss://h:1", ConnectHints.Port.WORKERS).of("TLS failed: PKIX path building failed"))
                .isNull();
    }

    /** The port that is used if the address has none is not obvious. */
    @ParameterizedTest
    @CsvSource({
        "ws://127.0.0.1, ws://127.0.0.1:80",
        "wss://127.0.0.1/base, wss://127.0.0.1:443/base",
        "ws://[::1], ws://[::1]:80"
    })
    void aPortThatTheAddressDoesNotNameIsInTheMessage(String url, String shown) {
        try (Worker worker = worker(url)) {
            assertThatThrownBy(() -> worker.awaitReady(Duration.ofMillis(1)))
                    .hasMessageMatching(".*(connecting|connected) to " + Pattern.quote(shown) + "[:;].*");
        }
    }

    @Test
    void noTlsAtAPortThatNeedsIt() throws Exception {
        try (EngineStub stub = EngineStub.start();
                TlsFront front = new TlsFront(stub.workerUrl().toString(), "localhost")) {
            assertHint(front.url().replace("wss://", "ws://"), "if the port uses TLS, write wss:// in place of ws://");
        }
    }

    @Test
    void aServerThatSaysNothing() throws Exception {
        try (SilentPeer peer = SilentPeer.of(SilentPeer.Kind.TCP);
                Worker worker = worker(peer.url())) {
            assertThatThrownBy(() -> worker.awaitReady(Duration.ofMillis(50)))
                    .hasMessageContaining("still connecting to " + peer.url())
                    .hasMessageContaining("use " + WORKERS);
            assertHint(
                    peer.url(),
                    "no response to the upgrade within 300 ms; another server may listen there; use " + WORKERS);
        }
    }

    @Test
    void aWorkerThatWasReadyGetsNoHint() {
        EngineStub stub = EngineStub.start();
        try (LogLines log = new LogLines(Worker.class);
                Worker worker = worker(stub.workerUrl().toString()).awaitReady(PATIENCE)) {
            stub.close();
            Awaitility.await().atMost(PATIENCE).until(() -> worker.status() == WorkerStatus.RECONNECTING);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> messages(log).stream().anyMatch(line -> line.contains("Connection refused")));
            assertThat(messages(log)).noneMatch(line -> line.contains("by default"));
        }
    }

    @Test
    void theWorkerPortForStreams() {
        try (EngineStub stub = EngineStub.start();
                LogLines log = new LogLines(loggerOfStreams());
                StreamConsumer consumer = Iii.connectStreams(at(stub.workerUrl()))) {
            consumer.join("s", "g", Json.class, event -> {});
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(messages(log))
                            .anyMatch(line -> line.contains("this is another port of the engine; use " + STREAMS)));
        }
    }

    @Test
    void noStreamPortThere() throws Exception {
        try (LogLines log = new LogLines(loggerOfStreams());
                StreamConsumer consumer = Iii.connectStreams("ws://127.0.0.1:" + freePort())) {
            consumer.join("s", "g", Json.class, event -> {});
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(messages(log))
                            .anyMatch(line ->
                                    line.contains("check that the engine is running, and that this is " + STREAMS)));
        }
    }

    private static Class<?> loggerOfStreams() {
        try {
            return Class.forName("dev.iii.sdk.internal.stream.StreamConnection");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
