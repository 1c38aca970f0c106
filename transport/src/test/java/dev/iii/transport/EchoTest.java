package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests messages of all sizes in both directions, between client and server and with the JDK's client. */
class EchoTest {

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    /** Sends every message back. */
    static final class Echo extends Recorder {
        @Override
        public void onText(Connection connection, byte[] utf8) {
            connection.sendText(utf8, 0, utf8.length, Lane.DATA);
            connection.flush();
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            connection.sendBinary(bytes, 0, bytes.length, Lane.DATA);
            connection.flush();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 65_537, 131_072, 1 << 20, 15 << 20})
    void messagesOfAllSizesAreEchoed(int size) {
        Recorder client = loopback.connect(loopback.serve(Limits.DEFAULT, Echo::new), Limits.DEFAULT);
        byte[] text = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
        byte[] binary = new byte[size];
        new Random(size).nextBytes(binary);

        assertThat(client.connection().sendText(text, 0, size, Lane.DATA)).isEqualTo(SendResult.QUEUED);
        assertThat(client.connection().sendBinary(binary, 0, size, Lane.CONTROL))
                .isEqualTo(SendResult.QUEUED);
        client.connection().flush();

        assertThat(client.message()).as("control is sent first").isEqualTo(binary);
        assertThat(client.message()).isEqualTo(text);
        assertThat(client.connection().queuedBytes()).isZero();
    }

    @Test
    void onlyTheGivenPartOfAnArrayIsSent() {
        Recorder client = loopback.connect(loopback.serve(Limits.DEFAULT, Echo::new), Limits.DEFAULT);
        byte[] bytes = "--text--".getBytes(StandardCharsets.US_ASCII);

        client.connection().sendText(bytes, 2, 4, Lane.DATA);
        Arrays.fill(bytes, (byte) '!');
        client.connection().flush();

        assertThat(client.text()).isEqualTo("text");
    }

    /** Records the events of the JDK's client, which shares no code with this module. */
    private static final class JdkListener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteBuffer binary = ByteBuffer.allocate(2 << 20);
        final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                events.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            binary.put(part);
            if (last) {
                events.add(ByteBuffer.wrap(Arrays.copyOf(binary.array(), binary.position())));
                binary.clear();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            events.add("pong " + StandardCharsets.UTF_8.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            events.add("close " + code + " " + reason);
            return null;
        }

        Object next() throws InterruptedException {
            Object event = events.poll(Recorder.SECONDS, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            return event;
        }
    }

    private static WebSocket jdkClient(int port, JdkListener listener) {
        return Recorder.get(HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + "/path?query"), listener));
    }

    private static void sent(CompletableFuture<WebSocket> sending) {
        assertThat(Recorder.get(sending)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 1 << 20})
    void messagesOfTheJdksClientAreEchoed(int size) throws Exception {
        JdkListener jdk = new JdkListener();
        WebSocket socket = jdkClient(loopback.serve(Limits.DEFAULT, Echo::new), jdk);
        String text = "ä".repeat(size / 2);
        byte[] binary = new byte[size];
        new Random(size).nextBytes(binary);

        sent(socket.sendText(text, true));
        assertThat(jdk.next()).isEqualTo(text);
        sent(socket.sendBinary(ByteBuffer.wrap(binary), false));
        sent(socket.sendBinary(ByteBuffer.wrap(binary, 0, size / 2), true));
        assertThat(((ByteBuffer) jdk.next()).remaining()).isEqualTo(size + size / 2);
        sent(socket.sendPing(StandardCharsets.UTF_8.encode("payload")));
        assertThat(jdk.next()).isEqualTo("pong payload");
        socket.abort();
    }

    @Test
    void theJdksClientClosesAndIsClosed() throws Exception {
        int port = loopback.serve(Limits.DEFAULT, Echo::new);
        JdkListener first = new JdkListener();
        WebSocket closing = jdkClient(port, first);
        Recorder server = loopback.accepted();
        sent(closing.sendClose(4001, "bye"));
        assertThat(server.closing()).isEqualTo(new Closing(4001, "bye", true, true));
        assertThat(first.next()).isEqualTo("close 4001 bye");

        JdkListener second = new JdkListener();
        jdkClient(port, second);
        Recorder other = loopback.accepted();
        other.connection().close(4002, "no");
        assertThat(second.next()).isEqualTo("close 4002 no");
        assertThat(other.closing()).isEqualTo(new Closing(4002, "no", false, true));
    }
}
