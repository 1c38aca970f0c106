package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that hostile input on the worker port is handled in bounded time and memory, and that other workers are still
 * served.
 */
@Timeout(60)
class HostileSocketsTest {

    private static final int PATIENCE_MS = 30_000;
    private static final int MAX_MESSAGE = 16 << 20;
    private static final int DEEP = 100_000;

    private final EngineStub stub = EngineStub.start();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        stub.close();
    }

    private Socket connected(URI url) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        sockets.add(socket);
        return socket;
    }

    /** Returns a socket after a finished upgrade, for sending raw bytes. */
    private Socket upgraded() throws IOException {
        Socket socket = connected(stub.workerUrl());
        write(
                socket,
                String.join(
                                "\r\n",
                                "GET / HTTP/1.1",
                                "Host: localhost",
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                "",
                                "")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head).startsWith("HTTP/1.1 101");
        return socket;
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Returns a frame with a mask of zeros. */
    private static byte[] frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head(firstByte, payload.length));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] head(int firstByte, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(firstByte);
        out.write(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (length >>> shift));
        }
        out.writeBytes(new byte[4]);
        return out.toByteArray();
    }

    /** Asserts that the engine closes the connection, whatever it sends before. */
    private static void isEnded(Socket socket) throws IOException {
        byte[] buffer = new byte[4096];
        long read = 0;
        try {
            int count;
            while ((count = socket.getInputStream().read(buffer)) >= 0) {
                read += count;
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        assertThat(read).as("bytes before the connection was closed").isLessThan(1 << 20);
    }

    /** Sends until the engine has closed the connection. */
    private static void sendsUntilEnded(Socket socket, byte[] bytes, int times) throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < times; i++) {
                out.write(bytes);
            }
        } catch (SocketException e) {
            return; // The connection was closed while sending.
        }
        isEnded(socket);
    }

    private TestClient worker() {
        TestClient client = new TestClient(stub.workerUrl());
        assertThat(client.hears().get("type").stringValue()).isEqualTo("workerregistered");
        client.says(call("engine::workers::register", "{}"));
        assertThat(client.hears().at("/result/success").booleanValue()).isTrue();
        return client;
    }

    private static String call(String function, String data) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\",\"function_id\":\""
                + function + "\",\"data\":" + data + "}";
    }

    private void othersAreStillServed() {
        try (TestClient client = worker()) {
            isAlive(client);
        }
    }

    private static void isAlive(TestClient client) {
        client.says("{\"type\":\"ping\"}");
        assertThat(client.hears().get("type").stringValue()).isEqualTo("pong");
    }

    // ---------------------------------------------------------------- handshakes

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HT", "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nX: "})
    void incompleteHandshakeIsClosedAfterTheTimeout(String half, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"),
                "workers: [{ name: iii-worker-manager, config: { port: 0, handshake_timeout_ms: 200 } }]");
        try (EngineStub hasty =
                EngineStub.start(StubOptions.builder().configFile(file).build())) {
            Socket socket = connected(hasty.workerUrl());
            write(socket, half.getBytes(StandardCharsets.US_ASCII));
            isEnded(socket);
        }
    }

    @Test
    void endlessHandshakeIsClosed() throws IOException {
        Socket socket = connected(stub.workerUrl());
        write(socket, "GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
        sendsUntilEnded(socket, "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII), 1000);
        othersAreStillServed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002",
                "\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void invalidUpgradeRequestsAreClosed(String bytes) throws IOException {
        Socket socket = connected(stub.workerUrl());
        write(socket, bytes.getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
        isEnded(socket);
        othersAreStillServed();
    }

    // ---------------------------------------------------------------- messages

    @Test
    void endlessEmptyFragmentsCloseTheConnection() throws IOException {
        Socket socket = upgraded();
        write(socket, frame(0x01, new byte[0]));
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            many.writeBytes(frame(0x00, new byte[0]));
        }
        sendsUntilEnded(socket, many.toByteArray(), 1000);
        othersAreStillServed();
    }

    @Test
    void messageLimitAppliesToAllFragmentsTogether() throws IOException {
        Socket socket = upgraded();
        write(socket, frame(0x01, new byte[1 << 20]));
        sendsUntilEnded(socket, frame(0x00, new byte[1 << 20]), 64);
        othersAreStillServed();
    }

    @ParameterizedTest
    @ValueSource(longs = {MAX_MESSAGE + 1L, 1L << 31, 1L << 40, Long.MAX_VALUE, -1L})
    void declaredSizeBeyondTheLimitClosesTheConnection(long size) throws IOException {
        Socket socket = upgraded();
        write(socket, head(0x81, size));
        isEnded(socket);
    }

    @Test
    void declaredSizeIsNotAllocatedInAdvance() throws IOException {
        // The declared sizes exceed the memory; the test fails if the engine allocates it in advance.
        long declared = 0;
        while (declared < 2 * Runtime.getRuntime().maxMemory() && sockets.size() < 2000) {
            Socket socket = upgraded();
            write(socket, head(0x81, MAX_MESSAGE));
            write(socket, new byte[10]);
            declared += MAX_MESSAGE;
        }
        othersAreStillServed();
    }

    @Test
    void largestMessageIsAccepted() {
        try (TestClient client = worker()) {
            String data = "{\"scope\":\"s\",\"key\":\"k\",\"value\":\"%s\"}";
            int rest = MAX_MESSAGE - call("state::set", data.formatted("")).length();
            client.says(call("state::set", data.formatted("x".repeat(rest))));
            assertThat(client.hears().at("/result/new_value").stringValue()).hasSize(rest);
            client.says(call("state::set", data.formatted("x".repeat(rest + 1))));
            assertThat(client.closing().code()).isEqualTo(1009);
        }
        othersAreStillServed();
    }

    @Test
    void textThatIsNotUtf8ClosesTheConnection() throws IOException {
        Socket socket = upgraded();
        write(socket, frame(0x81, new byte[] {'"', (byte) 0xC3, '"'}));
        isEnded(socket);
        othersAreStillServed();
    }

    // ---------------------------------------------------------------- JSON

    private static String nested(String open, String inner, String close) {
        return open.repeat(DEEP) + inner + close.repeat(DEEP);
    }

    @Test
    void deepNestingAnywhereInAFrameIsIgnored() {
        List<String> values =
                List.of(nested("[", "", "]"), nested("{\"a\":", "1", "}"), "[".repeat(DEEP), "{\"a\":".repeat(DEEP));
        try (TestClient client = worker()) {
            for (String deep : values) {
                client.says(deep);
                client.says("{\"type\":" + deep + "}");
                client.says("{\"unknown\":" + deep + ",\"type\":\"ping\"}");
                client.says(call("state::set", "{\"scope\":\"s\",\"key\":\"k\",\"value\":" + deep + "}"));
                client.says(call(
                        "state::update",
                        "{\"scope\":\"s\",\"key\":\"k\",\"ops\":[{\"type\":\"set\",\"path\":\"\",\"value\":" + deep
                                + "}]}"));
                client.says("{\"type\":\"registerfunction\",\"id\":\"f\",\"metadata\":" + deep + "}");
                client.says("{\"type\":\"registerfunction\",\"id\":\"f\",\"invocation\":" + deep + "}");
                client.says(
                        "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"state\",\"function_id\":\"f\","
                                + "\"config\":" + deep + "}");
                client.says("{\"type\":\"invocationresult\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\","
                        + "\"function_id\":\"f\",\"result\":" + deep + "}");
                isAlive(client);
            }
            client.says(call("state::get", "{\"scope\":\"s\",\"key\":\"k\"}"));
            assertThat(client.hears().at("/result").isContainer()).isFalse();
        }
    }

    @Test
    void updatesCannotNestAValueWithoutLimit() {
        try (TestClient client = worker()) {
            String value = "[".repeat(100) + "]".repeat(100);
            String path = "[" + "\"a\",".repeat(DEEP) + "\"a\"]";
            for (String op : List.of("set", "merge", "append", "increment")) {
                client.says(call(
                        "state::update",
                        "{\"scope\":\"s\",\"key\":\"k\",\"ops\":[{\"type\":\"" + op + "\",\"path\":" + path
                                + ",\"value\":" + value + ",\"by\":1}]}"));
                assertThat(client.hears().get("type").stringValue()).isEqualTo("invocationresult");
                isAlive(client);
            }
            client.says(call("state::get", "{\"scope\":\"s\",\"key\":\"k\"}"));
            assertThat(client.hears().get("type").stringValue()).isEqualTo("invocationresult");
        }
    }

    /** The real engine cannot read such a frame; see the recording {@code invoke-numbers}. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999999", "0.1e2147483648", "1.7976931348623159e308", "DIGITS"})
    void numbersThatNoDoubleCanHoldMakeTheFrameMalformed(String written) {
        String number = written.replace("DIGITS", "9".repeat(1_000_000));
        try (TestClient client = worker()) {
            client.says(call("state::set", "{\"scope\":\"s\",\"key\":\"k\",\"value\":" + number + "}"));
            isAlive(client);
            client.says(call("engine::workers::register", "{\"pid\":" + number + "}"));
            isAlive(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1E-999999999999", "123456789012345678901234567890", "1e308", "0.DIGITS"})
    void hugeNumbersAreStoredOrRefusedWithoutBlockingTheEngine(String written) {
        String number = written.replace("DIGITS", "9".repeat(1_000_000));
        try (TestClient client = worker()) {
            client.says(call("state::set", "{\"scope\":\"s\",\"key\":\"k\",\"value\":" + number + "}"));
            assertThat(client.hears().get("type").stringValue()).isEqualTo("invocationresult");
            for (String op : List.of(
                    "{\"type\":\"increment\",\"path\":\"\",\"by\":1}",
                    "{\"type\":\"increment\",\"path\":\"a\",\"by\":" + number + "}",
                    "{\"type\":\"decrement\",\"path\":\"a\",\"by\":" + number + "}",
                    "{\"type\":\"set\",\"path\":\"a\",\"value\":" + number + "}",
                    "{\"type\":\"merge\",\"path\":\"\",\"value\":{\"a\":" + number + "}}",
                    "{\"type\":\"append\",\"path\":\"l\",\"value\":" + number + "}")) {
                client.says(call("state::update", "{\"scope\":\"s\",\"key\":\"k\",\"ops\":[" + op + "]}"));
                assertThat(client.hears().get("type").stringValue()).isEqualTo("invocationresult");
            }
            client.says(call("engine::workers::register", "{\"pid\":" + number + "}"));
            assertThat(client.hears().get("type").stringValue()).isEqualTo("invocationresult");
            isAlive(client);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud800\\u0041\"",
                "{\"\\udfff\":1}",
                "\"\\u12g4\"",
                "\"\\x\"",
                "\"a\nb\"",
                "01",
                "1.",
                "+1",
                "NaN",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "1 2",
                "/**/1"
            })
    void invalidJsonIsIgnored(String data) {
        try (TestClient client = worker()) {
            client.says(call("state::set", "{\"scope\":\"s\",\"key\":\"k\",\"value\":" + data + "}"));
            isAlive(client);
            client.says(call("state::get", "{\"scope\":\"s\",\"key\":\"k\"}"));
            assertThat(client.hears().at("/result").isContainer()).isFalse();
        }
    }

    @Test
    void manyFieldsAndElementsAreReadInTime() {
        try (TestClient client = worker()) {
            StringBuilder fields = new StringBuilder("{\"scope\":\"s\",\"key\":\"k\",\"value\":{");
            for (int i = 0; i < 200_000; i++) {
                fields.append("\"f").append(i).append("\":0,");
            }
            client.says(call("state::set", fields.append("\"z\":0}}").toString()));
            assertThat(client.hears().at("/result/new_value").size()).isEqualTo(200_001);
            client.says(call(
                    "state::update",
                    "{\"scope\":\"s\",\"key\":\"k\",\"ops\":["
                            + "{\"type\":\"set\",\"path\":\"z\",\"value\":1},".repeat(10_000)
                            + "{\"type\":\"set\",\"path\":\"z\",\"value\":2}]}"));
            assertThat(client.hears().at("/result/new_value/z").intValue()).isEqualTo(2);
        }
    }
}
