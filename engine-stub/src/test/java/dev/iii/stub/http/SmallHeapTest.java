package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.launcher.Main;
import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests that hostile peers do not use up the memory of an engine in a process with a heap of 128 MiB. */
@Timeout(120)
class SmallHeapTest {

    private static final int PATIENCE_SECONDS = 30;
    private static final int LARGE = 4 << 20;
    private static final int PEERS = 50;
    private static final String UPGRADE = String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    private final List<Socket> sockets = new ArrayList<>();
    private Process process;
    private URI workerUrl;
    private URI httpUrl;
    private FakeWorker worker;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--port=0",
                        "--http-port=0",
                        "--stream-port=0")
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        while (workerUrl == null || httpUrl == null) {
            String line = String.valueOf(output.readLine());
            assertThat(line).isNotEqualTo("null");
            String last = line.substring(line.lastIndexOf(' ') + 1);
            if (line.contains("workers connect to")) {
                workerUrl = URI.create(last);
            } else if (line.contains("iii-http listens on")) {
                httpUrl = URI.create(last);
            }
        }
        worker = new FakeWorker(workerUrl, "shop");
        String body = "{\"status_code\":200,\"body\":\"" + "x".repeat(LARGE) + "\"}";
        worker.function("shop::large", call -> body).route("large", "shop::large", "{\"api_path\":\"/large\"}");
        worker.function("shop::small", call -> "{\"status_code\":200,\"body\":1}")
                .route("small", "shop::small", "{\"api_path\":\"/small\"}")
                .route("body", "shop::small", "{\"api_path\":\"/body\",\"http_method\":\"POST\"}");
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        worker.close();
        process.destroyForcibly();
    }

    /** Returns a socket that reads almost nothing. */
    private Socket socket(URI url, String request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(PATIENCE_SECONDS * 1000);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        sockets.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Sends text messages on a socket that was upgraded. */
    private static void say(Socket socket, String... messages) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (String message : messages) {
            byte[] text = message.getBytes(StandardCharsets.US_ASCII);
            ByteBuffer head = ByteBuffer.allocate(14).put((byte) 0x81);
            if (text.length < 1 << 16) {
                head.put((byte) (0x80 | 126)).putShort((short) text.length);
            } else {
                head.put((byte) (0x80 | 127)).putLong(text.length);
            }
            head.putInt(0);
            out.write(head.array(), 0, head.position());
            out.write(text);
        }
    }

    private void unreadCalls() throws IOException {
        Socket socket = socket(workerUrl, UPGRADE);
        String call =
                "{\"type\":\"invokefunction\",\"invocation_id\":\"%s\",\"function_id\":\"shop::large\",\"data\":1}";
        for (int i = 0; i < 3; i++) {
            say(socket, call.formatted(UUID.randomUUID()));
        }
    }

    private void othersAreServed() throws IOException {
        Socket socket = socket(httpUrl, "GET /small HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 200");
        assertThat(worker.call("engine::baggage::get_all", "{}").has("result")).isTrue();
        assertThat(process.isAlive()).as("no OutOfMemoryError").isTrue();
    }

    @Test
    void connectionsThatReadNothingAreDropped() throws IOException {
        for (int i = 0; i < PEERS; i++) {
            unreadCalls();
            othersAreServed();
        }
    }

    @Test
    void httpClientsThatReadNothingAreDisconnected() throws IOException {
        for (int i = 0; i < PEERS; i++) {
            socket(httpUrl, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
            othersAreServed();
        }
    }

    @Test
    void bodiesThatAreNeverCompleteAreDropped() throws IOException {
        String part = "\"" + "x".repeat(LARGE);
        for (int i = 0; i < PEERS; i++) {
            try {
                socket(
                        httpUrl,
                        "POST /body HTTP/1.1\r\n"
                                + "Host: localhost\r\n"
                                + "Content-Type: application/json\r\n"
                                + "Content-Length: 9000000\r\n\r\n"
                                + part);
            } catch (SocketException e) {
                // The engine has dropped this connection and not another one, because they hold the same number of
                // bytes.
            }
            othersAreServed();
        }
    }

    /** Writes messages as soon as it is connected. */
    private static final class ChannelPeer implements ConnectionListener {

        private static final int MESSAGES = 4;

        @Override
        public void onOpen(Connection connection) {
            byte[] message = new byte[1 << 20];
            for (int i = 0; i < MESSAGES; i++) {
                connection.sendBinary(message, 0, message.length, Lane.DATA);
            }
            connection.flush();
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {}

        @Override
        public void onBinary(Connection connection, byte[] bytes) {}

        @Override
        public void onClosed(Closing closing) {}
    }

    @Test
    void channelsThatAreNotReadAreDropped() throws IOException {
        EventLoop loop = new EventLoop("test-channels");
        try {
            for (int i = 0; i < PEERS; i++) {
                JsonNode writer = worker.call("engine::channels::create", "{}").at("/result/writer");
                URI url = URI.create(
                        workerUrl + "/ws/channels/" + writer.get("channel_id").stringValue() + "?key="
                                + writer.get("access_key").stringValue() + "&dir=write");
                loop.connect(new ConnectRequest(url, Map.of(), FakeWorker.LIMITS), new ChannelPeer());
                othersAreServed();
            }
        } finally {
            loop.close();
        }
    }

    @Test
    void aQueueIsFullBeforeTheHeapIs() throws IOException {
        worker.function("shop::never");
        worker.says("{\"type\":\"registertrigger\",\"id\":\"never\",\"trigger_type\":\"durable:subscriber\","
                + "\"function_id\":\"shop::never\",\"config\":{\"topic\":\"t\"}}");
        String message = "{\"topic\":\"t\",\"data\":\"" + "x".repeat(LARGE) + "\"}";
        String code = "";
        for (int i = 0; i < PEERS && code.isEmpty(); i++) {
            code = worker.call("iii::durable::publish", message)
                    .at("/error/code")
                    .asString("");
            othersAreServed();
        }
        assertThat(code).isEqualTo("queue_full");
    }

    @Test
    void anEndlessMessageEndsWithCode1009() throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(workerUrl, new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
                        closed.complete(statusCode);
                        return null;
                    }

                    @Override
                    public void onError(WebSocket webSocket, Throwable error) {
                        closed.completeExceptionally(error);
                    }
                })
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String part = "x".repeat(1 << 20);
        while (!closed.isDone()) {
            try {
                socket.sendText(part, false)
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .join();
            } catch (CompletionException e) {
                break; // The engine has closed the connection. The reason is read below.
            }
        }
        assertThat(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1009);
        othersAreServed();
    }

    @Test
    void upgradesThatAreNeverCompleteAreDropped() throws IOException {
        String head = "GET / HTTP/1.1\r\nX: " + "y".repeat(65_000);
        for (int i = 0; i < 40 * PEERS; i++) {
            socket(workerUrl, head);
            if (i % PEERS == 0) {
                othersAreServed();
            }
        }
        othersAreServed();
    }

    @Test
    void registrationsThatWaitForAnAnnouncementAreDropped() throws IOException {
        String registration =
                "{\"type\":\"registerfunction\",\"id\":\"large\",\"description\":\"" + "x".repeat(LARGE) + "\"}";
        for (int i = 0; i < PEERS; i++) {
            say(socket(workerUrl, UPGRADE), registration);
            othersAreServed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'registerfunction','id':'r%d','description':'LARGE'}",
                "{'type':'registertriggertype','id':'r%d','description':'LARGE'}",
                "{'type':'registertrigger','id':'r%d','trigger_type':'none','function_id':'f','config':{'a':'LARGE'}}"
            })
    void aWorkerWithTooManyRegistrationsIsDropped(String frame) throws IOException {
        String registration = frame.replace('\'', '"').replace("LARGE", "x".repeat(LARGE));
        Socket socket = socket(workerUrl, UPGRADE);
        say(
                socket,
                "{\"type\":\"invokefunction\",\"function_id\":\"engine::workers::register\",\"data\":{\"name\":\"large\"}}");
        int sent = 0;
        try {
            while (sent < PEERS) {
                say(socket, registration.formatted(sent++));
                othersAreServed();
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching(".*(reset|Broken pipe).*");
        }
        assertThat(sent).as("registrations until the worker was dropped").isLessThan(PEERS);
        othersAreServed();
    }
}
