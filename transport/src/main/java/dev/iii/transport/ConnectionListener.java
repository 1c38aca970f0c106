package dev.iii.transport;

/**
 * Receives the events of one connection. Called on the thread of its {@link EventLoop}, one call at a time.
 * Implementations must not block and must not run user code. If a method throws, the connection is closed.
 * Implementations need not be thread-safe.
 */
public interface ConnectionListener {

    /** Called when the upgrade has succeeded. Messages can be sent from now on. */
    void onOpen(Connection connection);

    /** Called with a complete text message, which is valid UTF-8. The listener owns the array. */
    void onText(Connection connection, byte[] utf8);

    /** Called with a complete binary message. The listener owns the array. */
    void onBinary(Connection connection, byte[] bytes);

    /** Called when all queued messages have been written after {@link SendResult#FULL} or {@link Connection#awaitDrained}. */
    default void onDrained(Connection connection) {}

    /** Called exactly once, as the last call, when the connection has ended or could not be established. */
    void onClosed(Closing closing);
}
