package dev.iii.transport;

/** The state of a connection. */
enum ConnectionState {
    /** The upgrade has not completed. */
    HANDSHAKE,
    /** Messages can be sent and received. */
    OPEN,
    /** This side has queued a close frame and waits for the peer's. */
    CLOSING,
    /** The peer has sent a close frame. The connection ends when the reply has been written. */
    ANSWERING,
    /** The peer has violated the protocol. This side has queued a close frame and discards everything it receives. */
    FAILED,
    /** The socket is closed and the listener has been notified. */
    CLOSED;

    /** Returns {@code true} if received bytes are still processed. */
    boolean reads() {
        return this == OPEN || this == CLOSING || this == ANSWERING;
    }
}
