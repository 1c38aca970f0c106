package dev.iii.stub.core;

import dev.iii.protocol.Frame;

/** The other end of a connection, as the core sees it. Called from any thread, also under the core's lock: never blocks. */
public interface Peer {

    /** What became of a frame. */
    enum Sent {
        /** It goes out in order. */
        QUEUED,
        /** Too much waits to be read by the peer; the frame was not taken. */
        FULL,
        /** The connection is closing or closed; the frame was not taken. */
        CLOSED
    }

    /** Sends a frame; does not call back into the core. */
    Sent send(Frame frame);

    /** Sends what was accepted, then closes. Nothing can be sent any more. */
    void close(String reason);

    /** Drops the connection at once, with all that waits to be sent. */
    void abort(String reason);

    /** The IP address of the peer, for discovery. */
    String address();
}
