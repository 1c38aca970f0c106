package dev.iii.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Reads the sockets of an event loop into a shared buffer. Used only on the thread of the loop. */
final class SocketReader {

    private static final int BUFFER = 128 * 1024;
    /** The maximum number of reads of one connection in a turn, so that a fast peer does not starve the others. */
    private static final int READS_PER_TURN = 4;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

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
}
