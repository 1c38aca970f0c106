package dev.iii.stub.channel;

import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.Channel.Reader.Read;
import dev.iii.stub.core.channel.ChannelMessage;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.Lane;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The connection of a channel's reader. A message leaves the channel only when the socket accepts it. Everything runs
 * on the connection's event loop.
 */
final class ReaderSocket implements ConnectionListener {

    private static final Logger log = BoundedLogger.of(ReaderSocket.class);

    /** The number of bytes that may wait in the socket's outbox before no further message is taken from the channel. */
    private static final int ENOUGH = 256 << 10;

    private final StoredChannel channel;
    private Channel.@Nullable Reader reader;
    private boolean draining;
    private boolean ending;

    ReaderSocket(StoredChannel channel) {
        this.channel = channel;
    }

    @Override
    public void onOpen(Connection connection) {
        reader = channel.takeReader(() -> connection.loop().execute(() -> send(connection)))
                .orElse(null);
        if (reader == null) {
            log.warn("Rejecting a second reader of the channel {}", channel.id());
            connection.close(Closing.NORMAL, "the channel has a reader");
        } else {
            send(connection);
        }
    }

    private void send(Connection connection) {
        Channel.Reader end = reader;
        if (end == null || draining || ending) {
            return;
        }
        while (connection.queuedBytes() < ENOUGH) {
            Read read = end.poll();
            if (read instanceof Read.Message message) {
                if (!queue(connection, message.message())) {
                    return;
                }
            } else if (read instanceof Read.Broken) {
                connection.abort("messages of the channel were dropped to save memory");
                return;
            } else {
                if (read instanceof Read.End) {
                    ending = true;
                    // The closing handshake has its own, short timeout. Queued messages are therefore sent before it
                    // starts.
                    if (!drain(connection)) {
                        connection.close(Closing.NORMAL, "");
                    }
                }
                connection.flush();
                return;
            }
        }
        drain(connection);
        connection.flush();
    }

    private static boolean queue(Connection connection, ChannelMessage message) {
        byte[] bytes = message.bytes();
        switch (message.isText()
                ? connection.sendText(bytes, 0, bytes.length, Lane.DATA)
                : connection.sendBinary(bytes, 0, bytes.length, Lane.DATA)) {
            case QUEUED -> {
                return true;
            }
            case FULL -> {
                log.warn(
                        "Aborting the connection of a channel's reader: a message of {} bytes does not fit into its"
                                + " outbox",
                        bytes.length);
                connection.abort("a message is too large for the connection");
                return false;
            }
            default -> {
                return false;
            }
        }
    }

    private boolean drain(Connection connection) {
        draining = connection.awaitDrained();
        return draining;
    }

    @Override
    public void onDrained(Connection connection) {
        if (!draining) {
            return;
        }
        draining = false;
        if (ending) {
            connection.close(Closing.NORMAL, "");
        } else {
            // A separate turn of the loop, so that a fast channel does not delay other connections.
            connection.loop().schedule(Duration.ZERO, () -> send(connection));
        }
    }

    @Override
    public void onText(Connection connection, byte[] utf8) {
        log.debug("Ignoring a message from the reader of the channel {}", channel.id());
    }

    @Override
    public void onBinary(Connection connection, byte[] bytes) {
        log.debug("Ignoring a message from the reader of the channel {}", channel.id());
    }

    @Override
    public void onClosed(Closing closing) {
        Channel.Reader end = reader;
        reader = null;
        if (end != null) {
            end.close();
        }
    }
}
