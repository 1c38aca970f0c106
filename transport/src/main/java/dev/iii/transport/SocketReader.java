package dev.iii.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Reads the sockets of an event loop into a shared buffer. Used only on the thread of the loop. */
final class SocketReader {

    private static final int BUFFER = 128 * 1024;
    /** The maximum number of reads of one connection in a turn, so that a fast peer does not starve the others. */
    private static final int READS_PER_TURN = 4;

    private final EventLoop loop;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    SocketReader(EventLoop loop) {
        this.loop = loop;
    }

    /** Returns a handler that reads and writes the socket of the connection when it is ready. */
    KeyHandler handler(ConnectionCore connection) {
        return key -> {
            if (key.isWritable()) {
                connection.writable();
            }
            if (key.isValid() && key.isReadable()) {
                read(connection, (SocketChannel) key.channel());
            }
        };
    }

    /** Reads the available bytes of a connection, up to the maximum of a turn. Never throws. */
    void read(ConnectionCore connection, SocketChannel channel) {
        try {
            for (int reads = 0; reads < READS_PER_TURN && channel.isOpen(); reads++) {
                buffer.clear();
                int count = connection.read(buffer);
                if (count < 0) {
                    connection.endOfStream();
                    return;
                }
                buffer.flip();
                if (count == 0 || !connection.received(buffer) || count < buffer.capacity()) {
                    break;
                }
            }
            connection.readSoon();
        } catch (IOException | RuntimeException | Error e) {
            connection.failed(e);
        }
    }

    /** Reads in the next turn if the connection holds bytes that it has not read. */
    void readSoon(ConnectionCore connection, SocketChannel channel) {
        if (connection.holdsUnread()) {
            loop.enqueue(() -> {
                if (connection.holdsUnread()) {
                    read(connection, channel);
                }
            });
        }
    }
}
