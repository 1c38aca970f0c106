package dev.iii.transport;

import dev.iii.transport.websocket.HttpHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP upgrade of a server: an accepted TCP connection until it is upgraded or rejected. Used only on its event loop.
 *
 * <p>Its request counts as an incomplete message. If all of these need too much memory, the connection with the largest
 * one is dropped.
 */
final class ServerUpgrade implements KeyHandler {

    private static final Logger log = LoggerFactory.getLogger(ServerUpgrade.class);
    /** The time that the client has to read a refusal before the socket is closed. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final int BUFFER = 4096;
    private static final String KEY = "sec-websocket-key";
    private static final int KEY_BYTES = 16;
    private static final int KEY_LENGTH = 24;

    private enum Stage {
        READING,
        DECIDING,
        /** The refusal was sent. Bytes that the client still sends are discarded. */
        REFUSED,
        /** The socket is closed or belongs to a WebSocket connection. */
        DONE
    }

    private final EventLoop loop;
    private final SocketChannel socket;
    private final UpgradeHandler handler;
    private final HeldBytes held;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private HttpHead head = new HttpHead();
    private EventLoop.Timer deadline;
    private @Nullable SelectionKey key;
    private Stage stage = Stage.READING;

    ServerUpgrade(EventLoop loop, SocketChannel socket, UpgradeHandler handler, Duration timeout) {
        this.loop = loop;
        this.socket = socket;
        this.handler = handler;
        this.held = loop.sharedLimits().holdIncomplete(() -> loop.execute(this::evicted));
        this.deadline = loop.schedule(timeout, this::expire);
    }

    void begin() {
        try {
            held.update(BUFFER);
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = socket.register(loop.selector(), SelectionKey.OP_READ, this);
        } catch (IOException | RuntimeException | Error e) {
            drop();
            log.debug("An accepted connection was lost: {}", e.toString());
        }
    }

    @Override
    public void loopEnded() {
        drop();
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            buffer.clear();
            if (socket.read(buffer) < 0) {
                drop();
                return;
            }
            buffer.flip();
            if (stage == Stage.READING) {
                HttpHead.Status status = head.read(buffer);
                held.update(BUFFER + head.heldBytes());
                switch (status) {
                    case INCOMPLETE -> {}
                    case TOO_LARGE -> refuse(431);
                    case COMPLETE -> decide();
                }
            }
        } catch (IOException e) {
            drop();
        }
    }

    private void decide() throws IOException {
        stage = Stage.DECIDING;
        // Until the decision, bytes that the client sends wait in the socket.
        interest(0);
        String target = head.getTarget();
        Map<String, List<String>> headers = head.headers();
        if (target == null || !asksForWebSocket(headers)) {
            refuse(target == null ? 400 : 426);
            return;
        }
        if (!isKey(headers.getOrDefault(KEY, List.of()))) {
            refuse(400);
            return;
        }
        int mark = target.indexOf('?');
        UpgradeRequest request = new UpgradeRequest(
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                headers,
                (InetSocketAddress) socket.getRemoteAddress());
        try {
            CompletionStage<UpgradeDecision> decision = Objects.requireNonNull(handler.onUpgrade(request));
            decision.whenComplete((result, failure) -> loop.execute(() -> decided(request, result, failure)));
        } catch (RuntimeException | Error e) {
            decided(request, null, e);
        }
    }

    private void decided(UpgradeRequest request, @Nullable UpgradeDecision decision, @Nullable Throwable failure) {
        if (decision instanceof UpgradeDecision.Accept accept) {
            accept(accept, request.headers());
        } else if (decision instanceof UpgradeDecision.Refuse refusal) {
            refuse(refusal.status());
        } else {
            log.error("The upgrade handler failed for {}; the client gets status 500", request, failure);
            refuse(500);
        }
    }

    private static boolean asksForWebSocket(Map<String, List<String>> headers) {
        return first(headers, "upgrade").equalsIgnoreCase("websocket")
                && first(headers, "sec-websocket-version").equals("13")
                && !first(headers, KEY).isEmpty();
    }

    /** Returns {@code true} if there is one value, and it is 16 bytes in Base64 (RFC 6455, section 4.2.1). */
    private static boolean isKey(List<String> values) {
        if (values.size() != 1 || values.get(0).length() != KEY_LENGTH) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(values.get(0)).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? "" : values.get(0);
    }

    private void accept(UpgradeDecision.Accept accept, Map<String, List<String>> headers) {
        SelectionKey waiting = key;
        if (stage != Stage.DECIDING || waiting == null || !waiting.isValid()) {
            notifyNotOpened(accept.listener());
            return;
        }
        stage = Stage.DONE;
        deadline.cancel();
        held.update(0);
        ConnectionCore connection = ConnectionCore.asServer(loop, socket, accept);
        loop.remember(connection);
        waiting.attach(loop.reader().handler(connection));
        waiting.interestOps(SelectionKey.OP_READ);
        // Pass only what the WebSocket protocol needs: the library logs what it decodes, and other headers may hold
        // secrets.
        String plain = "GET / HTTP/1.1\r\nHost: " + first(headers, "host")
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + first(headers, KEY) + "\r\n\r\n";
        try {
            connection.acceptHandshake(waiting, plain.getBytes(StandardCharsets.ISO_8859_1));
            if (buffer.hasRemaining()) {
                connection.received(buffer);
            }
        } catch (RuntimeException | Error e) {
            connection.failed(e);
        }
    }

    private static void notifyNotOpened(ConnectionListener listener) {
        try {
            listener.onClosed(new Closing(Closing.ABNORMAL, "the client did not wait for the upgrade", true, false));
        } catch (RuntimeException | Error e) {
            log.error("A listener failed in onClosed", e);
        }
    }

    private void refuse(int status) {
        if (stage != Stage.READING && stage != Stage.DECIDING) {
            return;
        }
        stage = Stage.REFUSED;
        head = new HttpHead();
        held.update(BUFFER);
        deadline.cancel();
        deadline = loop.schedule(LINGER, this::drop);
        String version = status == 426 ? "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" : "";
        String response = "HTTP/1.1 " + status + " " + reason(status) + "\r\n" + version
                + "Connection: close\r\nContent-Length: 0\r\n\r\n";
        try {
            socket.write(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
            // Let the client end the connection. Closing the socket with unread bytes could reset the connection before
            // the client has read the response.
            socket.shutdownOutput();
            interest(SelectionKey.OP_READ);
        } catch (IOException e) {
            log.debug("Cannot send a refusal: {}", e.toString());
            drop();
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 426 -> "Upgrade Required";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Refused";
        };
    }

    private void interest(int operations) {
        SelectionKey current = key;
        if (current != null && current.isValid()) {
            current.interestOps(operations);
        }
    }

    private void expire() {
        if (stage == Stage.DECIDING) {
            log.warn("The upgrade handler made no decision within the handshake timeout; the client gets status 503");
            refuse(503);
        } else {
            drop();
        }
    }

    private void evicted() {
        if (stage != Stage.DONE) {
            loop.sharedLimits().logIncompleteDrop("A connection that is not upgraded yet");
            drop();
        }
    }

    private void drop() {
        stage = Stage.DONE;
        held.update(0);
        deadline.cancel();
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("Closing a socket failed: {}", e.toString());
        }
    }
}
