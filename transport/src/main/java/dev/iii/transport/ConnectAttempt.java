package dev.iii.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to connect as a client. It tries the addresses of the host in order. Used only on its event loop. */
final class ConnectAttempt {

    private static final Logger log = LoggerFactory.getLogger(ConnectAttempt.class);

    /** The package of the library that the upgrade needs, as a {@link NoClassDefFoundError} writes it. */
    private static final String LIBRARY_PACKAGE = "org/java_websocket/";

    private final EventLoop loop;
    private final ConnectRequest request;
    private final ConnectionListener listener;
    private final EventLoop.Timer deadline;
    private final ArrayDeque<InetAddress> addresses = new ArrayDeque<>();
    /** The time for each address. An address that does not respond thus leaves time for the next one. */
    private Duration timePerAddress = Duration.ZERO;

    private EventLoop.@Nullable Timer attemptDeadline;
    private @Nullable SocketChannel channel;
    private String lastFailure = "the host has no address";
    private @Nullable ConnectionCore connection;
    private boolean failed;

    ConnectAttempt(EventLoop loop, ConnectRequest request, ConnectionListener listener) {
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        this.deadline = loop.schedule(request.limits().handshakeTimeout(), this::expire);
    }

    /** Starts to connect to the addresses of the host. The list is empty if the host is unknown. */
    void begin(List<InetAddress> found) {
        if (failed) {
            return;
        }
        if (found.isEmpty()) {
            fail("the host " + request.host() + " is unknown");
            return;
        }
        addresses.addAll(found);
        timePerAddress = request.limits().handshakeTimeout().dividedBy(found.size());
        tryNext();
    }

    private void tryNext() {
        InetAddress address = addresses.poll();
        if (address == null) {
            fail(lastFailure);
            return;
        }
        SelectionKey ready = null;
        try {
            SocketChannel opening = SocketChannel.open();
            channel = opening;
            opening.configureBlocking(false);
            opening.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = opening.connect(new InetSocketAddress(address, request.port()));
            SelectionKey key = opening.register(
                    loop.selector(), connected ? 0 : SelectionKey.OP_CONNECT, (KeyHandler) this::connectable);
            ready = connected ? key : null;
        } catch (IOException | RuntimeException | Error e) {
            nextAfter(why(e));
            return;
        }
        if (ready != null) {
            upgrade(ready);
        } else if (!addresses.isEmpty()) {
            attemptDeadline =
                    loop.schedule(timePerAddress, () -> nextAfter("no response from " + address.getHostAddress()));
        }
    }

    private void connectable(SelectionKey key) {
        try {
            if (((SocketChannel) key.channel()).finishConnect()) {
                upgrade(key);
            }
        } catch (IOException e) {
            nextAfter(why(e));
        }
    }

    private static String why(Throwable e) {
        return e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.toString();
    }

    private void nextAfter(String failure) {
        lastFailure = failure;
        cancelAttemptDeadline();
        closeChannel();
        tryNext();
    }

    private void cancelAttemptDeadline() {
        EventLoop.Timer timer = attemptDeadline;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void upgrade(SelectionKey key) {
        cancelAttemptDeadline();
        try {
            startUpgrade(key);
        } catch (Throwable e) {
            // Report every Throwable now: otherwise the attempt would end with an unrelated reason at its deadline.
            log.error("The WebSocket upgrade of {} cannot start", request.displayAddress(), e);
            endUpgrade(whyNoUpgrade(e));
        }
    }

    private static String whyNoUpgrade(Throwable e) {
        return e instanceof NoClassDefFoundError
                        && String.valueOf(e.getMessage()).contains(LIBRARY_PACKAGE)
                ? "the class " + e.getMessage() + " is missing; add the library org.java-websocket:Java-WebSocket"
                : "the upgrade cannot start: " + e;
    }

    private void startUpgrade(SelectionKey key) {
        SocketChannel socket = (SocketChannel) key.channel();
        Wire wire;
        try {
            wire = request.wire(socket);
        } catch (IOException e) {
            fail("TLS failed: " + e.getMessage());
            return;
        }
        ConnectionCore client = ConnectionCore.asClient(loop, socket, wire, request.limits(), listener);
        loop.forget(this);
        connection = client;
        loop.remember(client);
        key.attach(loop.reader().handler(client));
        key.interestOps(SelectionKey.OP_READ);
        client.startHandshake(key, request, deadline);
    }

    private void expire() {
        long millis = request.limits().handshakeTimeout().toMillis();
        endUpgrade(
                connection == null
                        ? "no TCP connection within " + millis + " ms"
                        : "no response to the upgrade within " + millis + " ms");
    }

    private void endUpgrade(String why) {
        ConnectionCore upgrading = connection;
        if (upgrading != null) {
            upgrading.finish(new Closing(Closing.ABNORMAL, why, false, false));
        } else {
            fail(why);
        }
    }

    /** Ends this attempt, unless it has already ended. Must not be called after the TCP connection was established. */
    void fail(String why) {
        if (failed) {
            return;
        }
        failed = true;
        deadline.cancel();
        try {
            cancelAttemptDeadline();
            closeChannel();
            loop.forget(this);
        } finally {
            notifyFailed(why);
        }
    }

    private void notifyFailed(String why) {
        try {
            listener.onClosed(new Closing(Closing.ABNORMAL, why, false, false));
        } catch (Throwable e) {
            log.error("A listener failed in onClosed after a failed connection attempt", e);
        }
    }

    private void closeChannel() {
        SocketChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("Closing a socket failed: {}", e.toString());
            }
        }
    }
}
