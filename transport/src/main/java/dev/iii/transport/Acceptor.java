package dev.iii.transport;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts TCP connections, and rests for a while when the system cannot give one. On the listening socket's loop. */
final class Acceptor implements EventLoop.KeyHandler {

    /** The listening socket, or a test's. */
    interface Source {
        @Nullable
        SocketChannel accept() throws IOException;
    }

    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    /** While file descriptors are short, the listening socket stays ready: without a rest the loop would spin. */
    static final Duration REST = Duration.ofMillis(100);

    private final EventLoop loop;
    private final int port;
    private final Source source;
    private final Consumer<SocketChannel> taker;
    private boolean failing;

    Acceptor(EventLoop loop, int port, Source source, Consumer<SocketChannel> taker) {
        this.loop = loop;
        this.port = port;
        this.source = source;
        this.taker = taker;
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            SocketChannel accepted;
            while (key.isValid() && (accepted = source.accept()) != null) {
                if (failing) {
                    failing = false;
                    log.info("Connections are accepted again on port {}", port);
                }
                taker.accept(accepted);
            }
        } catch (IOException e) {
            rest(key, e);
        }
    }

    private void rest(SelectionKey key, IOException e) {
        if (!key.isValid()) {
            return;
        }
        if (!failing) {
            failing = true;
            log.warn("No connection can be accepted on port {}, trying again: {}", port, e.getMessage());
        }
        key.interestOps(0);
        loop.schedule(REST, () -> {
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        });
    }
}
