package dev.iii.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts WebSocket connections on one port and spreads them over event loops.
 *
 * <p>The listening socket belongs to the first loop; the loops belong to the caller, so that several ports can share
 * them. Thread-safe.
 */
public final class WebSocketServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WebSocketServer.class);
    private static final int BACKLOG = 1024;
    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(10);

    private final List<EventLoop> loops;
    private final UpgradeHandler handler;
    private final Duration handshakeTimeout;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    /** On the first loop only. */
    private int nextLoop;

    private WebSocketServer(
            List<EventLoop> loops, UpgradeHandler handler, Duration handshakeTimeout, ServerSocketChannel channel)
            throws IOException {
        this.loops = List.copyOf(loops);
        this.handler = handler;
        this.handshakeTimeout = handshakeTimeout;
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
    }

    /**
     * Listens. When this returns, connections are accepted; one that is not upgraded within 10 s is dropped.
     *
     * @param address where; port 0 chooses a free one
     * @throws IOException when the address cannot be bound
     */
    public static WebSocketServer listen(List<EventLoop> loops, InetSocketAddress address, UpgradeHandler handler)
            throws IOException {
        return listen(loops, address, handler, Limits.DEFAULT.handshakeTimeout());
    }

    /**
     * Listens. When this returns, connections are accepted.
     *
     * @param address where; port 0 chooses a free one
     * @param handshakeTimeout from the beginning of the TCP connection to the decision about the upgrade; a request
     *     that is not complete by then is dropped, one that is not decided answered with status 503
     * @throws IOException when the address cannot be bound
     */
    public static WebSocketServer listen(
            List<EventLoop> loops, InetSocketAddress address, UpgradeHandler handler, Duration handshakeTimeout)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
            WebSocketServer server = new WebSocketServer(loops, handler, handshakeTimeout, channel);
            EventLoop first = loops.get(0);
            Acceptor acceptor = new Acceptor(first, server.address.getPort(), channel::accept, server::take);
            server.await(
                    server.onFirstLoop(() -> channel.register(first.selector(), SelectionKey.OP_ACCEPT, acceptor)));
            return server;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Stops listening; connections stay. Returns when the port is free. Idempotent. */
    @Override
    public void close() {
        try {
            // On the loop, because a closed channel stays bound until its selector has looked at it again.
            await(onFirstLoop(() -> {
                channel.close();
                loops.get(0).freeClosedSockets();
            }));
        } catch (IOException e) {
            log.debug("Closing the port {} failed: {}", address.getPort(), e.toString());
        }
    }

    private interface IoTask {
        void run() throws IOException;
    }

    private CompletableFuture<Void> onFirstLoop(IoTask task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loops.get(0).execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private void await(CompletableFuture<Void> done) throws IOException {
        try {
            done.get(BIND_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the event loop does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void take(SocketChannel accepted) {
        EventLoop loop = loops.get(nextLoop);
        nextLoop = (nextLoop + 1) % loops.size();
        loop.execute(() -> new Upgrading(loop, accepted, handler, handshakeTimeout).begin());
    }
}
