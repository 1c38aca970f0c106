package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EchoTest {

    /** Sends every message back. */
    static final class Echo implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {}

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

        @Override
        public void onClosed(Closing closing) {}
    }

    /** Keeps what comes. */
    static final class Recorder implements ConnectionListener {
        final CompletableFuture<Connection> open = new CompletableFuture<>();
        final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<Closing> closed = new CompletableFuture<>();

        @Override
        public void onOpen(Connection connection) {
            open.complete(connection);
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            messages.add(utf8);
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            messages.add(bytes);
        }

        @Override
        public void onClosed(Closing closing) {
            closed.complete(closing);
            open.completeExceptionally(new IllegalStateException(closing.toString()));
        }
    }

    @Test
    void messagesOfAllSizesComeBack() throws Exception {
        try (EventLoop serverLoop = new EventLoop("server");
                EventLoop clientLoop = new EventLoop("client");
                WebSocketServer server = WebSocketServer.listen(
                        List.of(serverLoop),
                        new InetSocketAddress("127.0.0.1", 0),
                        request -> CompletableFuture.completedFuture(
                                new UpgradeDecision.Accept(new Echo(), Limits.DEFAULT)))) {
            Recorder recorder = new Recorder();
            clientLoop.connect(
                    new ConnectRequest(
                            URI.create("ws://localhost:" + server.address().getPort() + "/"),
                            Map.of("Authorization", "secret"),
                            Limits.DEFAULT),
                    recorder);
            Connection connection = recorder.open.get(5, TimeUnit.SECONDS);
            for (int size : new int[] {0, 1, 125, 126, 65535, 65536, 1 << 20, 15 << 20}) {
                byte[] message = "x".repeat(size).getBytes(StandardCharsets.UTF_8);
                assertThat(connection.sendText(message, 0, size, Lane.DATA)).isEqualTo(SendResult.QUEUED);
                connection.flush();
                assertThat(recorder.messages.poll(5, TimeUnit.SECONDS)).isEqualTo(message);
            }
            connection.close(1000, "done");
            assertThat(recorder.closed.get(5, TimeUnit.SECONDS)).isEqualTo(new Closing(1000, "done", false, true));
        }
    }
}
