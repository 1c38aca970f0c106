package dev.iii.transport;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts TCP connections, and pauses if the system cannot accept one. Used only on the event loop of the listening
 * socket.
 */
final class Acceptor implements KeyHandler {

    /** Accepts connections: the listening socket, or a fake in tests. */
    interface Source {
        @Nullable
        SocketChannel accept() throws IOException;
    }

    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    /** Without file descriptors, the listening socket stays ready. Without a pause, the loop would spin. */
    static final Duration PAUSE = Duration.ofMillis(100);

    private final EventLoop loop;
    private final int port;
    private final Source source;
    private final Consumer<SocketChannel> accepted;
    private boolean failing;

    Acceptor(EventLoop loop, int port, Source source, Consumer<SocketChannel> accepted) {
        this.loop = loop;
        this.port = port;
        this.source = source;
        this.accepted = accepted;
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            SocketChannel socket;
            while (key.isValid() && (socket = source.accept()) != null) {
                if (failing) {
                    failing = false;
                    log.info("Port {} accepts connections again", port);
                }
                pass(socket);
            }
        } catch (IOException | RuntimeException | Error e) {
            // The port must stay open after every failure, for example if memory is short.
            pause(key, e);
        }
    }

    private void pass(SocketChannel socket) throws IOException {
        boolean passed = false;
        try {
            accepted.accept(socket);
            passed = true;
        } finally {
            if (!passed) {
                socket.close();
            }
        }
    }

    private void pause(SelectionKey key, Throwable e) {
        if (!key.isValid()) {
            return;
        }
        if (!failing) {
            failing = true;
            log.warn(
                    "Port {} cannot accept connections: {}; retrying every {} ms",
                    port,
                    e.getMessage(),
                    PAUSE.toMillis());
        }
        key.interestOps(0);
        loop.schedule(PAUSE, () -> {
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        });
    }
}
