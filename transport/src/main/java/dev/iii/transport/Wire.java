package dev.iii.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes below the WebSocket: a socket, or TLS on a socket. Never blocks. */
interface Wire {

    /** Takes what has come; -1 at the end, 0 when there is nothing at this moment. On the loop. */
    int read(ByteBuffer to) throws IOException;

    /** Sends what goes; returns how many bytes were taken. One thread at a time. */
    int write(ByteBuffer from) throws IOException;

    /**
     * Sends what was taken by {@link #write} and is still held here; whether nothing of it is left. One thread at a
     * time, the same as for writing.
     */
    boolean push() throws IOException;

    /**
     * Whether there may be something to read although the socket has nothing: who stops reading before it got less
     * than it asked for must come again without a signal from the socket.
     */
    boolean holdsUnread();

    /** Whether a write that took nothing is worth another try as soon as the socket is writable. */
    boolean waitsForSocket();

    /** Whether only the loop may write. */
    boolean isBoundToLoop();

    /** Says goodbye, as far as that goes at once. */
    void close();

    /** A bare socket. */
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
