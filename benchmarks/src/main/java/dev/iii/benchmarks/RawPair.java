package dev.iii.benchmarks;

import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.SendResult;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Two connections with the transport of the SDK to a {@link RawRelay}. One sends bytes, the other one sends them back.
 * The bytes pass the same sockets as those of a call, but no code parses them.
 */
final class RawPair implements AutoCloseable {

    private static final int CONNECT_SECONDS = 30;

    /** One of the two connections. */
    private static final class End implements ConnectionListener {

        private final CompletableFuture<Connection> connection = new CompletableFuture<>();
        private final Consumer<byte[]> received;

        End(Consumer<byte[]> received) {
            this.received = received;
        }

        @Override
        public void onOpen(Connection opened) {
            connection.complete(opened);
        }

        @Override
        public void onText(Connection from, byte[] utf8) {
            received.accept(utf8);
        }

        @Override
        public void onBinary(Connection from, byte[] bytes) {
            throw new IllegalStateException("a binary message");
        }

        @Override
        public void onClosed(Closing closing) {
            connection.completeExceptionally(new IOException(closing.toString()));
        }
    }

    private final ChildJvm relay;
    private final EventLoop senderLoop = new EventLoop("raw-sender");
    private final EventLoop echoLoop = new EventLoop("raw-echo");
    private final Connection sender;
    /** The messages that were sent and have not come back. The relay keeps their order. */
    private final ConcurrentLinkedQueue<CompletableFuture<byte[]>> open = new ConcurrentLinkedQueue<>();

    /** Starts a relay and connects to it. */
    RawPair() throws Exception {
        relay = ChildJvm.start(List.of(), RawRelay.class.getName());
        URI uri = URI.create("ws://127.0.0.1:" + relay.readLine());
        End sends = new End(bytes -> {
            CompletableFuture<byte[]> first = open.poll();
            if (first != null) {
                first.complete(bytes);
            }
        });
        sender = connect(uri, senderLoop, sends);
        CompletableFuture<Connection> itself = new CompletableFuture<>();
        End echoes = new End(bytes -> send(itself.join(), bytes));
        itself.complete(connect(uri, echoLoop, echoes));
    }

    private static Connection connect(URI uri, EventLoop loop, End end) throws Exception {
        loop.connect(new ConnectRequest(uri, Map.of(), RawRelay.LIMITS), end);
        return end.connection.get(CONNECT_SECONDS, TimeUnit.SECONDS);
    }

    private static void send(Connection to, byte[] utf8) {
        queue(to, utf8);
        to.flush();
    }

    private static void queue(Connection to, byte[] utf8) {
        SendResult result = to.sendText(utf8, 0, utf8.length, Lane.CONTROL);
        if (result != SendResult.QUEUED) {
            throw new IllegalStateException("a raw message was not sent: " + result);
        }
    }

    /** Sends a message. The future completes with the message when it has come back. Thread-safe. */
    CompletableFuture<byte[]> echo(byte[] utf8) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        // The order of the futures must be the order of the messages.
        synchronized (open) {
            open.add(result);
            queue(sender, utf8);
        }
        sender.flush();
        return result;
    }

    @Override
    public void close() throws IOException {
        senderLoop.close();
        echoLoop.close();
        relay.close();
    }
}
