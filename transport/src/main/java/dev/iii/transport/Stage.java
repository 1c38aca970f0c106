package dev.iii.transport;

/** Where a connection stands. */
enum Stage {
    /** The upgrade is under way. */
    HANDSHAKE,
    OPEN,
    /** Our close frame is out or queued; the peer's is awaited. */
    CLOSING,
    /** The peer has closed; our answer is queued, and the connection ends when it is out. */
    ANSWERING,
    /** The peer broke the protocol; our close frame is out or queued, and what still comes is thrown away. */
    FAILED,
    CLOSED
}
