package dev.iii.sdk.stream;

import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import dev.iii.transport.SendResult;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeRequest;
import dev.iii.transport.WebSocketServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream port that says what a test says. */
final class FakeStreamPort implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** One consumer. */
    static final class Peer implements ConnectionListener {

        private final UpgradeRequest request;
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final CompletableFuture<Connection> connection = new CompletableFuture<>();
        private final CompletableFuture<Closing> closed = new CompletableFuture<>();

        Peer(UpgradeRequest request) {
            this.request = request;
        }

        UpgradeRequest request() {
            return request;
        }

        @Override
        public void onOpen(Connection opened) {
            connection.complete(opened);
        }

        @Override
        public void onText(Connection from, byte[] utf8) {
            texts.add(new String(utf8, StandardCharsets.UTF_8));
        }

        @Override
        public void onBinary(Connection from, byte[] bytes) {}

        @Override
        public void onClosed(Closing closing) {
            closed.complete(closing);
        }

        Connection connection() {
            return connection.join();
        }

        /** Whether there was room for it. */
        boolean send(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            SendResult result = connection().sendText(utf8, 0, utf8.length, Lane.DATA);
            connection().flush();
            return result == SendResult.QUEUED;
        }

        /** An event of the stream s in the group g. */
        boolean event(String id, String event) {
            return send("{\"type\":\"stream\",\"timestamp\":1,\"streamName\":\"s\",\"groupId\":\"g\",\"id\":" + id
                    + ",\"event\":" + event + "}");
        }

        /** What the consumer said next, with the id of its subscription taken out. */
        String next() throws InterruptedException {
            String text = texts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("the consumer has said nothing");
            }
            return text.replaceAll("\"subscriptionId\":\"[0-9a-f-]{36}\"", "\"subscriptionId\":\"…\"");
        }

        Closing awaitClosed() throws Exception {
            return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private final EventLoop loop = new EventLoop("fake-streams");
    private final WebSocketServer server;
    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();

    FakeStreamPort() throws IOException {
        server = WebSocketServer.listen(List.of(loop), new InetSocketAddress("127.0.0.1", 0), request -> {
            Peer peer = new Peer(request);
            peers.add(peer);
            return CompletableFuture.completedFuture(new UpgradeDecision.Accept(peer, Limits.DEFAULT));
        });
    }

    String url() {
        return "ws://127.0.0.1:" + server.address().getPort();
    }

    Peer accept() throws InterruptedException {
        Peer peer = peers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (peer == null) {
            throw new AssertionError("no consumer came");
        }
        return peer;
    }

    @Override
    public void close() {
        server.close();
        loop.close();
    }
}
