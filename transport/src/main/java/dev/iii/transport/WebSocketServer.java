package dev.iii.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
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
    private static final Duration HANDSHAKE_TIMEOUT = Limits.DEFAULT.handshakeTimeout();
    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(10);

    private final List<EventLoop> loops;
    private final UpgradeHandler handler;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private int nextLoop;

    private WebSocketServer(
            List<EventLoop> loops, UpgradeHandler handler, ServerSocketChannel channel, InetSocketAddress address) {
        this.loops = List.copyOf(loops);
        this.handler = handler;
        this.channel = channel;
        this.address = address;
    }

    /**
     * Listens. When this returns, connections are accepted.
     *
     * @param address where; port 0 chooses a free one
     * @throws IOException when the address cannot be bound
     */
    public static WebSocketServer listen(List<EventLoop> loops, InetSocketAddress address, UpgradeHandler handler)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
            WebSocketServer server =
                    new WebSocketServer(loops, handler, channel, (InetSocketAddress) channel.getLocalAddress());
            server.await(server.onFirstLoop(() -> channel.register(
                    loops.get(0).selector(), SelectionKey.OP_ACCEPT, (EventLoop.KeyHandler) key -> server.accept())));
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
                loops.get(0).selector().selectNow();
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

    private void accept() throws IOException {
        while (channel.isOpen()) {
            SocketChannel accepted;
            try {
                accepted = channel.accept();
            } catch (IOException e) {
                log.warn("A connection cannot be accepted on port {}: {}", address.getPort(), e.getMessage());
                return;
            }
            if (accepted == null) {
                return;
            }
            EventLoop loop = loops.get(nextLoop++ % loops.size());
            loop.execute(() -> new Upgrading(loop, accepted).begin());
        }
    }

    /** An accepted TCP connection until it is a WebSocket connection. On its loop only. */
    private final class Upgrading {

        private final EventLoop loop;
        private final SocketChannel socket;
        private final HttpHead head = new HttpHead();
        private final ByteBuffer buffer = ByteBuffer.allocate(4096);
        private final EventLoop.Timer deadline;
        private @Nullable SelectionKey key;
        private boolean decided;

        Upgrading(EventLoop loop, SocketChannel socket) {
            this.loop = loop;
            this.socket = socket;
            this.deadline = loop.schedule(HANDSHAKE_TIMEOUT, this::drop);
        }

        void begin() {
            try {
                socket.configureBlocking(false);
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                key = socket.register(loop.selector(), SelectionKey.OP_READ, (EventLoop.KeyHandler) k -> readable());
            } catch (IOException e) {
                drop();
            }
        }

        private void readable() {
            try {
                buffer.clear();
                int count = socket.read(buffer);
                if (count < 0) {
                    drop();
                    return;
                }
                buffer.flip();
                switch (head.read(buffer)) {
                    case INCOMPLETE -> {}
                    case TOO_LARGE -> refuse(431);
                    case COMPLETE -> decide();
                }
            } catch (IOException e) {
                drop();
            }
        }

        private void decide() throws IOException {
            // Until the decision, what the client sends waits in the socket.
            SelectionKey waiting = key;
            if (waiting != null) {
                waiting.interestOps(0);
            }
            String target = head.getTarget();
            Map<String, List<String>> headers = head.headers();
            if (target == null || !asksForWebSocket(headers)) {
                refuse(target == null ? 400 : 426);
                return;
            }
            int mark = target.indexOf('?');
            UpgradeRequest request = new UpgradeRequest(
                    mark < 0 ? target : target.substring(0, mark),
                    mark < 0 ? null : target.substring(mark + 1),
                    headers,
                    (InetSocketAddress) socket.getRemoteAddress());
            handler.onUpgrade(request)
                    .whenComplete((decision, failure) -> loop.execute(() -> {
                        if (failure != null) {
                            log.error("Deciding about {} failed", request, failure);
                            refuse(500);
                        } else if (decision instanceof UpgradeDecision.Refuse refusal) {
                            refuse(refusal.status());
                        } else if (decision instanceof UpgradeDecision.Accept accept) {
                            accept(accept, headers);
                        }
                    }));
        }

        private boolean asksForWebSocket(Map<String, List<String>> headers) {
            return first(headers, "upgrade").equalsIgnoreCase("websocket")
                    && first(headers, "sec-websocket-version").equals("13")
                    && !first(headers, "sec-websocket-key").isEmpty();
        }

        private static String first(Map<String, List<String>> headers, String name) {
            List<String> values = headers.get(name);
            return values == null ? "" : values.get(0);
        }

        private void accept(UpgradeDecision.Accept accept, Map<String, List<String>> headers) {
            SelectionKey waiting = key;
            if (decided || waiting == null || !waiting.isValid()) {
                return;
            }
            decided = true;
            deadline.cancel();
            Connection connection = new Connection(loop, socket, accept);
            loop.remember(connection);
            EventLoop.KeyHandler pump = loop.pump(connection);
            waiting.attach(pump);
            waiting.interestOps(SelectionKey.OP_READ);
            // Only what the WebSocket protocol needs: the library logs what it decodes, and the rest may hold secrets.
            String plain = "GET / HTTP/1.1\r\nHost: " + first(headers, "host")
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                    + first(headers, "sec-websocket-key") + "\r\n\r\n";
            connection.acceptHandshake(waiting, plain.getBytes(StandardCharsets.ISO_8859_1));
            if (buffer.hasRemaining()) {
                connection.received(buffer);
            }
        }

        private void refuse(int status) {
            if (decided) {
                return;
            }
            String response =
                    "HTTP/1.1 " + status + " " + reason(status) + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
            try {
                socket.write(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
                // The reader of the answer must not lose it to a reset because of bytes that nobody read.
                socket.shutdownOutput();
            } catch (IOException e) {
                log.debug("A refusal could not be sent: {}", e.toString());
            }
            drop();
        }

        private static String reason(int status) {
            return switch (status) {
                case 400 -> "Bad Request";
                case 401 -> "Unauthorized";
                case 404 -> "Not Found";
                case 426 -> "Upgrade Required";
                case 431 -> "Request Header Fields Too Large";
                default -> "Refused";
            };
        }

        private void drop() {
            decided = true;
            deadline.cancel();
            try {
                socket.close();
            } catch (IOException e) {
                log.debug("Closing a socket failed: {}", e.toString());
            }
        }
    }
}
