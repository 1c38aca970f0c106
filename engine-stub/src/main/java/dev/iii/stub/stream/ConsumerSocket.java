package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.net.Authority;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.HeldBytes;
import dev.iii.transport.Lane;
import dev.iii.transport.SendResult;
import dev.iii.transport.SharedLimits;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** One connection on the stream port. It connects the socket with a {@link Consumer}. */
final class ConsumerSocket implements ConnectionListener {

    private static final Logger log = BoundedLogger.of(ConsumerSocket.class);

    private final StreamHub hub;
    private final StreamPort port;
    private final InetSocketAddress remote;
    private final RawJson context;
    private final long maxMessageBytes;
    private volatile @Nullable Connection connection;
    private @Nullable Consumer consumer;

    ConsumerSocket(StreamHub hub, StreamPort port, InetSocketAddress remote, RawJson context, long maxMessageBytes) {
        this.hub = hub;
        this.port = port;
        this.remote = remote;
        this.context = context;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public void onOpen(Connection opened) {
        connection = opened;
        port.opened(this);
        String address = Authority.of(remote);
        SharedLimits limits = opened.loop().sharedLimits();
        HeldBytes kept = limits.holdKept(() -> {
            limits.logKeptDrop("The connection of stream consumer " + address);
            opened.abort("its subscriptions need too much memory");
        });
        consumer = new Consumer(hub, new Socket(opened, address, maxMessageBytes, kept), context);
    }

    @Override
    public void onText(Connection on, byte[] utf8) {
        received(utf8);
    }

    /** Handles a binary message like a text message. */
    @Override
    public void onBinary(Connection on, byte[] bytes) {
        received(bytes);
    }

    private void received(byte[] bytes) {
        Consumer known = consumer;
        if (known != null) {
            known.received(bytes);
        }
    }

    @Override
    public void onClosed(Closing closing) {
        Consumer known = consumer;
        if (known != null) {
            known.closed();
            port.closed(this);
        }
    }

    /** Closes the connection because the engine is closed. May be called on any thread. */
    void close() {
        Connection known = connection;
        if (known != null) {
            known.close(Closing.GOING_AWAY, "the engine is closed");
        }
    }

    private record Socket(Connection connection, String address, long maxMessageBytes, HeldBytes kept)
            implements ConsumerConnection {

        @Override
        public boolean send(RawJson json) {
            if (json.length() > maxMessageBytes) {
                log.warn(
                        "An event for stream consumer {} is not sent: it has {} bytes, more than the maximum of {}",
                        address,
                        json.length(),
                        maxMessageBytes);
                return true;
            }
            SendResult result = connection.sendText(json.array(), json.offset(), json.length(), Lane.DATA);
            connection.flush();
            return result != SendResult.FULL;
        }

        @Override
        public void drop(String reason) {
            connection.abort(reason);
        }

        @Override
        public void keep(long bytes) {
            kept.update(bytes);
        }

        @Override
        public void execute(Runnable task) {
            connection.loop().execute(task);
        }

        @Override
        public void pause(boolean paused) {
            if (paused) {
                connection.pauseReading();
            } else {
                connection.resumeReading();
            }
        }
    }
}
