package dev.iii.sdk.otel;

import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeRequest;
import dev.iii.transport.WebSocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts telemetry connections and records the messages. */
final class RecordingEngine implements AutoCloseable {

    final List<UpgradeRequest> requests = new CopyOnWriteArrayList<>();
    final List<Connection> connections = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    private final EventLoop loop = new EventLoop("test-engine");
    private final WebSocketServer server;
    private volatile String greeting = "";

    RecordingEngine(int port) throws IOException {
        server = WebSocketServer.listen(
                List.of(loop), new InetSocketAddress(InetAddress.getLoopbackAddress(), port), request -> {
                    requests.add(request);
                    return CompletableFuture.completedStage(new UpgradeDecision.Accept(new Peer(), Limits.DEFAULT));
                });
    }

    /** Makes this engine send a text message to each new connection and then close it. */
    RecordingEngine refusing(String text) {
        greeting = text;
        return this;
    }

    int port() {
        return server.address().getPort();
    }

    String url() {
        return "ws://127.0.0.1:" + port();
    }

    private final class Peer implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {
            connections.add(connection);
            if (!greeting.isEmpty()) {
                byte[] utf8 = greeting.getBytes(StandardCharsets.UTF_8);
                connection.sendText(utf8, 0, utf8.length, Lane.DATA);
                connection.close(Closing.NORMAL, "");
            }
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            messages.add("text");
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            messages.add(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void onClosed(Closing closing) {
            messages.add("closed " + closing.code());
        }
    }

    @Override
    public void close() {
        server.close();
        connections.forEach(connection -> connection.abort("the engine stops"));
        loop.close();
    }
}
