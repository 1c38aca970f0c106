package dev.iii.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The byte stream below the WebSocket: a socket, or TLS on a socket. Methods never block. */
interface Wire {

    /** Reads bytes. Returns 0 if there are none, or -1 at the end of the stream. Called only on the thread of the loop. */
    int read(ByteBuffer to) throws IOException;

    /** Writes bytes. Returns the number of bytes that were accepted. Called by one thread at a time. */
    int write(ByteBuffer from) throws IOException;

    /**
     * Sends the bytes that {@link #write} has accepted and that were not yet sent. Returns {@code true} if all were sent.
     * Like {@link #write}, called by one thread at a time.
     */
    boolean push() throws IOException;

    /**
     * Returns {@code true} if there may be bytes to read although the socket has none. A reader that stopped before it got
     * less than it requested must then read again without waiting for the socket.
     */
    boolean holdsUnread();

    /** Returns {@code true} if a write that accepted no bytes should be repeated when the socket is writable. */
    boolean waitsForSocket();

    /** Returns {@code true} if only the thread of the loop may write. */
    boolean isBoundToLoop();

    /** Tells the peer that the stream ends, if that is possible without waiting. Does not close the socket. */
    void close();

    /** Returns the byte stream of a socket without TLS. */
    static Wire of(SocketChannel channel) {
        return new Wire() {
            @Override
            public int read(ByteBuffer to) throws IOException {
                return channel.read(to);
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
                return channel.write(from);
            }

            @Override
            public boolean push() {
                return true;
            }

            @Override
            public boolean holdsUnread() {
                return false;
            }

            @Override
            public boolean waitsForSocket() {
                return true;
            }

            @Override
            public boolean isBoundToLoop() {
                return false;
            }

            @Override
            public void close() {}
        };
    }
}
