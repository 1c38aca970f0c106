package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.transport.Closing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests the embedded engine over real sockets. */
class EngineStubTest {

    private static Set<Thread> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> thread.getName().startsWith("iii-stub"))
                .collect(Collectors.toSet());
    }

    private final Set<Thread> before = engineThreads();

    private void noThreadIsLeft() {
        assertThat(engineThreads()).isSubsetOf(before);
    }

    private static TestClient worker(EngineStub stub, String name) {
        TestClient client = new TestClient(stub.workerUrl());
        assertThat(client.hears().get("type").stringValue()).isEqualTo("workerregistered");
        client.says(call("engine::workers::register", "{\"name\":\"" + name + "\"}"));
        assertThat(client.hears().at("/result/success").booleanValue()).isTrue();
        return client;
    }

    private static String call(String function, String data) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\",\"function_id\":\""
                + function + "\",\"data\":" + data + "}";
    }

    @Test
    void workersCallEachOtherAndTheEngine() {
        try (EngineStub stub = EngineStub.start();
                TestClient caller = worker(stub, "caller");
                TestClient owner = worker(stub, "owner")) {
            owner.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
            owner.says(call("state::set", "{\"scope\":\"s\",\"key\":\"k\",\"value\":\"ü€😀\"}"));
            assertThat(owner.hears().at("/result/new_value").stringValue()).isEqualTo("ü€😀");
            caller.says(call("f", "{\"x\":1}"));
            JsonNode asked = owner.hears();
            assertThat(asked.at("/data/x").intValue()).isEqualTo(1);
            owner.says("{\"type\":\"invocationresult\",\"invocation_id\":\""
                    + asked.get("invocation_id").stringValue() + "\",\"function_id\":\"f\",\"result\":42}");
            assertThat(caller.hears().get("result").intValue()).isEqualTo(42);
        }
    }

    @Test
    void listensOnTheLoopbackAddressAndAFreePort() throws IOException {
        try (EngineStub one = EngineStub.start();
                EngineStub two = EngineStub.start()) {
            assertThat(one.workerUrl()).hasScheme("ws").hasHost("127.0.0.1");
            assertThat(one.workerUrl().getPort())
                    .isPositive()
                    .isNotEqualTo(two.workerUrl().getPort());
            assertThat(one.workerUrls()).containsExactly(one.workerUrl());
        }
    }

    @Test
    void closedEngineLeavesNoThreadAndNoOpenPort() {
        EngineStub stub = EngineStub.start(StubOptions.builder().eventLoops(3).build());
        int port = stub.workerUrl().getPort();
        TestClient client = worker(stub, "w");
        stub.close();
        stub.close();
        noThreadIsLeft();
        assertThat(client.closing().code()).isEqualTo(Closing.NORMAL);
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
        client.close();
        try (EngineStub again =
                EngineStub.start(StubOptions.builder().port(port).build())) {
            assertThat(again.workerUrl().getPort()).isEqualTo(port);
        }
    }

    @Test
    void workerThatDoesNotAnswerTheCloseFrameDoesNotDelayClosing() throws IOException {
        EngineStub stub = EngineStub.start();
        try (Socket mute = upgraded(stub.workerUrl(), "/")) {
            stub.close();
            noThreadIsLeft();
            assertThat(mute.isClosed()).isFalse();
        }
    }

    @Test
    void manyEnginesInSequenceLeaveNoThread() {
        for (int i = 0; i < 50; i++) {
            try (EngineStub stub = EngineStub.start();
                    TestClient client = worker(stub, "w")) {
                assertThat(client.connection()).isNotNull();
            }
        }
        noThreadIsLeft();
    }

    @Test
    void otherPathsAreRefused() {
        try (EngineStub stub = EngineStub.start();
                TestClient lost = new TestClient(URI.create(stub.workerUrl() + "/nope"))) {
            assertThat(lost.closing().reason()).contains("404");
            try (TestClient query = new TestClient(URI.create(stub.workerUrl() + "/?x=1"))) {
                assertThat(query.hears().get("type").stringValue()).isEqualTo("workerregistered");
            }
        }
    }

    @Test
    void portInUseIsReportedInOneLineAndLeavesNoThread() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StubOptions options =
                    StubOptions.builder().port(taken.getLocalPort()).build();
            assertThatThrownBy(() -> EngineStub.start(options))
                    .isInstanceOf(StubException.class)
                    .hasMessage("The worker port " + taken.getLocalPort()
                            + " on 127.0.0.1 is in use; stop what listens there or choose another port");
        }
        noThreadIsLeft();
        assertThatThrownBy(() -> EngineStub.start(
                        StubOptions.builder().host("no.such.host.invalid").build()))
                .isInstanceOf(StubException.class)
                .hasMessageContaining("the host is unknown");
        noThreadIsLeft();
    }

    @Test
    void invalidOptionsAreNamed() {
        assertThatThrownBy(() -> StubOptions.builder().port(65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port must be from 0 to 65535, but is 65536");
        assertThatThrownBy(() -> StubOptions.builder().host(" ")).hasMessageStartingWith("host is blank; ");
        assertThatThrownBy(() -> StubOptions.builder().maxOutboxBytes(1).build())
                .hasMessageStartingWith("maxOutboxBytes is 1; it must be at least maxMessageBytes, 16777216");
        assertThatThrownBy(() -> StubOptions.builder().eventLoops(0))
                .hasMessage("eventLoops is 0; it must be at least 1");
    }

    @Test
    void configFileChoosesPortsGraceAndWorkers(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, """
            registration_namespace_grace_ms: 20
            workers:
              - { name: iii-worker-manager, config: { port: 0 } }
              - { name: iii-worker-manager, config: { port: 0, rbac: { auth_function_id: a } } }
              - { name: iii-worker-manager, config: { port: 0 } }
              - { name: pubsub }
              - { name: no-such-worker }
            """);
        StubOptions options = StubOptions.builder().configFile(file).build();
        try (EngineStub stub = EngineStub.start(options);
                TestClient stranger = new TestClient(stub.workerUrls().get(1));
                TestClient client = new TestClient(stub.workerUrls().get(2))) {
            assertThat(stranger.hears().at("/error/code").stringValue()).isEqualTo("AUTH_ERROR");
            client.hears();
            client.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
            client.says(
                    "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"subscribe\",\"function_id\":\"f\","
                            + "\"config\":{\"topic\":\"x\"}}");
            await().untilAsserted(() -> {
                client.says(call("publish", "{\"topic\":\"x\",\"data\":1}"));
                assertThat(client.hears().get("type").stringValue()).isEqualTo("invocationresult");
                assertThat(client.hears().get("type").stringValue()).isEqualTo("invokefunction");
            });
            client.says(call("state::get", "{\"scope\":\"s\",\"key\":\"k\"}"));
            assertThat(client.hears().at("/error/code").stringValue()).isEqualTo("function_not_found");
        }
    }

    @Test
    void missingWorkerIsNamedWhenItsUrlIsRequested(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"), "workers: [{ name: iii-worker-manager, config: { port: 0 } }]");
        try (EngineStub stub =
                EngineStub.start(StubOptions.builder().configFile(file).build())) {
            assertThatThrownBy(stub::streamUrl)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this engine has no worker iii-stream");
        }
    }

    // ---------------------------------------------------------------- hostile peers

    /** Returns a socket after a finished upgrade, for sending raw bytes. */
    private static Socket upgraded(URI url, String path) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head).startsWith("HTTP/1.1 101");
        return socket;
    }

    /** Reads until the peer closes the connection. */
    private static void readUntilClosed(Socket socket) throws IOException {
        byte[] buffer = new byte[4096];
        try {
            while (socket.getInputStream().read(buffer) >= 0) {
                assertThat(buffer).isNotEmpty();
            }
        } catch (java.net.SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    void declaredGigabyteClosesTheConnection() throws IOException {
        try (EngineStub stub = EngineStub.start();
                Socket socket = upgraded(stub.workerUrl(), "/")) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(new byte[] {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});
            readUntilClosed(socket);
            assertThat(worker(stub, "alive").connection()).isNotNull();
        }
    }

    @Test
    void textThatIsNotUtf8NeverReachesAnotherWorker() {
        try (EngineStub stub = EngineStub.start();
                TestClient client = worker(stub, "w")) {
            byte[] frame = call("publish", "{\"topic\":\"x\",\"data\":\"_\"}").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < frame.length; i++) {
                frame[i] = frame[i] == '_' ? (byte) 0xFF : frame[i];
            }
            client.saysBinary(frame);
            client.saysBinary(new byte[] {0, (byte) 0xFF});
            client.saysBinary("{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.hears().get("type").stringValue()).isEqualTo("pong");
        }
    }

    @Test
    void nestingBeyondTheLimitOfTheRealEngineIsIgnored() {
        try (EngineStub stub = EngineStub.start();
                TestClient client = worker(stub, "w")) {
            client.says(call("publish", "[".repeat(100_000) + "]".repeat(100_000)));
            client.says(call("state::list_groups", "[".repeat(127) + "]".repeat(127)));
            client.says("{\"type\":\"ping\"}");
            assertThat(client.hears().get("type").stringValue()).isEqualTo("pong");
            // The engine reads a frame with 127 levels, including those of the frame; only the function refuses it.
            client.says(call("state::list_groups", "[".repeat(126) + "]".repeat(126)));
            assertThat(client.hears().at("/error/code").stringValue()).isEqualTo("deserialization_error");
        }
    }

    @Test
    void workerThatDoesNotReadDoesNotAffectOthers() throws IOException {
        StubOptions options = StubOptions.builder()
                .maxMessageBytes(1 << 20)
                .maxOutboxBytes(1 << 20)
                .build();
        try (EngineStub stub = EngineStub.start(options);
                TestClient publisher = worker(stub, "publisher");
                TestClient reader = worker(stub, "reader");
                Socket mute = upgraded(stub.workerUrl(), "/")) {
            String registrations = "{\"type\":\"registertrigger\",\"id\":\"t-%s\",\"trigger_type\":\"subscribe\","
                    + "\"function_id\":\"on-%s\",\"config\":{\"topic\":\"x\"}}";
            mute.getOutputStream().write(masked(call("engine::workers::register", "{\"name\":\"mute\"}")));
            mute.getOutputStream().write(masked("{\"type\":\"registerfunction\",\"id\":\"on-mute\"}"));
            mute.getOutputStream().write(masked(registrations.formatted("mute", "mute")));
            reader.says("{\"type\":\"registerfunction\",\"id\":\"on-reader\"}");
            reader.says(registrations.formatted("reader", "reader"));
            reader.says("{\"type\":\"ping\"}");
            assertThat(reader.hears().get("type").stringValue()).isEqualTo("pong");

            String payload = "x".repeat(100_000);
            int rounds = 300;
            for (int i = 0; i < rounds; i++) {
                publisher.says(
                        call("publish", "{\"topic\":\"x\",\"data\":{\"n\":" + i + ",\"p\":\"" + payload + "\"}}"));
                assertThat(publisher.hears().get("type").stringValue()).isEqualTo("invocationresult");
                assertThat(reader.hears().at("/data/n").intValue()).isEqualTo(i);
            }
            mute.setSoTimeout(20_000);
            readUntilClosed(mute);
        }
    }

    private static byte[] masked(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.write(0x81);
        out.write(0x80 | 126);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.write(new byte[4]);
        out.write(bytes);
        return out.toByteArray();
    }
}
