package dev.iii.benchmarks;

import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import dev.iii.transport.SendResult;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.WebSocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server with the transport of the SDK that copies each message of one connection to the other one. It takes the place of
 * an engine, without the protocol of the engine. Prints its port; runs until its standard input ends.
 */
final class RawRelay {

    static final Limits LIMITS = new Limits(
            128 << 20,
            Limits.DEFAULT.maxFragments(),
            256 << 20,
            Limits.DEFAULT.handshakeTimeout(),
            Limits.DEFAULT.closeTimeout());

    private static final int LOOPS = 2;

    /** One of the two connections. */
    private static final class End implements ConnectionListener {

        private final CompletableFuture<Connection> connection;
        private final CompletableFuture<Connection> other;

        End(CompletableFuture<Connection> connection, CompletableFuture<Connection> other) {
            this.connection = connection;
            this.other = other;
        }

        @Override
        public void onOpen(Connection opened) {
            connection.complete(opened);
        }

        @Override
        public void onText(Connection from, byte[] utf8) {
            var unused = other.thenAccept(to -> {
                SendResult result = to.sendText(utf8, 0, utf8.length, Lane.CONTROL);
                if (result != SendResult.QUEUED) {
                    throw new IllegalStateException("a message was not sent: " + result);
                }
                to.flush();
            });
        }

        @Override
        public void onBinary(Connection from, byte[] bytes) {
            throw new IllegalStateException("a binary message");
        }

        @Override
        public void onClosed(Closing closing) {}
    }

    private RawRelay() {}

    public static void main(String[] args) throws IOException {
        EventLoop[] loops = new EventLoop[LOOPS];
        for (int i = 0; i < LOOPS; i++) {
            loops[i] = new EventLoop("relay-" + i);
        }
        CompletableFuture<Connection> first = new CompletableFuture<>();
        CompletableFuture<Connection> second = new CompletableFuture<>();
        AtomicBoolean hasFirst = new AtomicBoolean();
        WebSocketServer server = WebSocketServer.listen(
                List.of(loops), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), request -> {
                    End end = hasFirst.compareAndSet(false, true) ? new End(first, second) : new End(second, first);
                    return CompletableFuture.completedFuture(new UpgradeDecision.Accept(end, LIMITS));
                });
        System.out.println(server.address().getPort());
        while (System.in.read() >= 0) {}
        System.exit(0);
    }
}
