package dev.iii.stub.channel;

import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.ChannelMessage;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The connection of a channel's writer. While the channel is full, its socket is not read. A slow reader therefore
 * slows the writer down and needs no additional memory.
 */
final class WriterSocket implements ConnectionListener {

    private static final Logger log = BoundedLogger.of(WriterSocket.class);

    private static final int MAX_UNHEARD = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final StoredChannel channel;
    // Owned by the connection's event loop.
    private Channel.@Nullable Writer writer;
    private int unheard;

    WriterSocket(StoredChannel channel) {
        this.channel = channel;
    }

    @Override
    public void onOpen(Connection connection) {
        writer = channel.takeWriter(connection::resumeReading).orElse(null);
        if (writer == null) {
            log.warn("Rejecting a second writer of the channel {}", channel.id());
            connection.close(Closing.NORMAL, "the channel has a writer");
        }
    }

    @Override
    public void onText(Connection connection, byte[] utf8) {
        offer(connection, ChannelMessage.text(utf8));
    }

    @Override
    public void onBinary(Connection connection, byte[] bytes) {
        offer(connection, ChannelMessage.binary(bytes));
    }

    private void offer(Connection connection, ChannelMessage message) {
        Channel.Writer end = writer;
        if (end == null) {
            return;
        }
        // Reading is paused before the channel can request more messages. Otherwise the pause would undo that request.
        connection.pauseReading();
        switch (end.offer(message)) {
            case ROOM -> connection.resumeReading();
            case FULL -> {}
            case GONE -> unheard(connection);
        }
    }

    /**
     * The real engine accepts some messages for a closed reader before it closes the connection of the writer. This
     * class does the same.
     */
    private void unheard(Connection connection) {
        unheard++;
        if (unheard >= MAX_UNHEARD) {
            close(connection);
        } else if (unheard == 1) {
            connection.loop().schedule(PATIENCE, () -> close(connection));
        }
        connection.resumeReading();
    }

    private static void close(Connection connection) {
        connection.close(Closing.NORMAL, "the reader of the channel is gone");
    }

    @Override
    public void onClosed(Closing closing) {
        Channel.Writer end = writer;
        if (end != null) {
            end.close();
        }
    }
}
