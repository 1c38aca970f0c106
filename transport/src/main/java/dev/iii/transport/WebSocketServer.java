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
 * Accepts WebSocket connections on one port and distributes them over event loops. Thread-safe.
 *
 * <p>The first loop accepts the connections. The caller must close the loops; several servers can share them.
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
    /** Used only on the thread of the first loop. */
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
     * Starts a server with a handshake timeout of 10 s. The server accepts connections when this method returns.
     *
     * @param loops the event loops of the connections; must not be empty
     * @param address the address to listen on; port 0 selects a free port
     * @param handler accepts or rejects the connections
     * @throws IOException if the address cannot be bound
     */
    public static WebSocketServer listen(List<EventLoop> loops, InetSocketAddress address, UpgradeHandler handler)
            throws IOException {
        return listen(loops, address, handler, Limits.DEFAULT.handshakeTimeout());
    }

    /**
     * Starts a server. The server accepts connections when this method returns.
     *
     * @param loops the event loops of the connections; must not be empty
     * @param address the address to listen on; port 0 selects a free port
     * @param handler accepts or rejects the connections
     * @param handshakeTimeout the maximum time from the start of the TCP connection to the decision about the upgrade. If the
     *     request is incomplete by then, the connection is closed; if there is no decision, the client gets status 503
     * @throws IOException if the address cannot be bound
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

    /** Returns the address on which this server listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Stops listening and returns when the port is free. Existing connections stay open. Idempotent. */
    @Override
    public void close() {
        try {
            // Close it on the loop, because a closed channel stays bound until the next selection of its selector.
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
            } catch (IOException | RuntimeException | Error e) {
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
            throw new IOException("the event loop does not respond", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void take(SocketChannel accepted) {
        EventLoop loop = loops.get(nextLoop);
        nextLoop = (nextLoop + 1) % loops.size();
        loop.execute(() -> new ServerUpgrade(loop, accepted, handler, handshakeTimeout).begin());
    }
}
