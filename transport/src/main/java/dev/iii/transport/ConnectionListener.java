package dev.iii.transport;

/**
 * What happens on one connection. Called on the thread of its {@link EventLoop}, one call at a time: implementations
 * only hand over, they never block and never run user code. A throwable that gets out closes the connection.
 * Implementations need not be thread-safe.
 */
public interface ConnectionListener {

    /** The upgrade is done; messages may be sent from now on. */
    void onOpen(Connection connection);

    /** A whole text message, valid UTF-8; the array belongs to the receiver. */
    void onText(Connection connection, byte[] utf8);

    /** A whole binary message; the array belongs to the receiver. */
    void onBinary(Connection connection, byte[] bytes);

    /** Everything queued is on its way, after {@link SendResult#FULL} or {@link Connection#awaitDrained}. */
    default void onDrained(Connection connection) {}

    /** The connection is gone, or was never made. Called exactly once, last. */
    void onClosed(Closing closing);
}
