package dev.iii.transport;

import dev.iii.transport.websocket.CloseCodes;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection, on the client or the server side. Thread-safe.
 *
 * <p>{@link #sendText} and {@link #sendBinary} only queue a message; {@link #flush} writes the queued messages. On the
 * thread of an {@link EventLoop}, a flush is deferred to the end of the loop's turn, so that all replies to one read leave
 * in one write. On any other thread, it writes immediately. It never blocks.
 */
public final class Connection {

    private final ConnectionCore core;
    private final EventLoop loop;
    private final Outbox outbox;

    Connection(ConnectionCore core, EventLoop loop, Outbox outbox) {
        this.core = core;
        this.loop = loop;
        this.outbox = outbox;
    }

    /** Queues a text message. The bytes must be UTF-8 and are copied. */
    public SendResult sendText(byte[] utf8, int offset, int length, Lane lane) {
        core.sent(length);
        return outbox.text(utf8, offset, length, lane);
    }

    /** Queues a binary message. The bytes are copied. */
    public SendResult sendBinary(byte[] bytes, int offset, int length, Lane lane) {
        core.sent(length);
        return outbox.binary(bytes, offset, length, lane);
    }

    /** Sends the queued messages: immediately, or at the end of the current turn if called on the thread of an event loop. */
    public void flush() {
        core.flush();
    }

    /** Sends a WebSocket ping. Does nothing if the connection is not open. */
    public void ping() {
        loop.execute(core::ping);
    }

    /**
     * Sends the queued messages and a close frame. The connection ends when the peer has replied with a close frame, or
     * after {@link Limits#closeTimeout}. From now on, no messages can be queued and none are delivered. Does nothing if
     * the connection is already closing.
     *
     * @param code the close code
     * @param reason the human-readable reason; truncated to 123 bytes of UTF-8
     * @throws IllegalArgumentException if a close frame must not contain the code, for example {@link Closing#ABNORMAL}
     */
    public void close(int code, String reason) {
        if (!CloseCodes.maySend(code)) {
            throw new IllegalArgumentException("a connection cannot be closed with code " + code);
        }
        loop.execute(() -> core.close(code, reason));
    }

    /** Ends the connection immediately, without a closing handshake. Queued messages are dropped. */
    public void abort(String reason) {
        loop.execute(() -> core.abort(reason));
    }

    /** Returns the number of bytes that wait to be sent. */
    public long queuedBytes() {
        return outbox.queuedBytes();
    }

    /**
     * Returns the last time at which the connection worked in both directions, as {@link System#nanoTime}. It is the time at
     * which bytes were last received, or the time of the first ping that was not answered, if that is earlier.
     */
    public long lastAliveNanos() {
        return core.lastAliveNanos();
    }

    /**
     * Requests a call of {@link ConnectionListener#onDrained} when all queued messages have been written. The caller must
     * flush them.
     *
     * @return {@code false} if no message is queued; the listener is not called then
     */
    public boolean awaitDrained() {
        return outbox.awaitEmpty();
    }

    /** Returns the event loop of this connection. */
    public EventLoop loop() {
        return loop;
    }

    /** Returns the address of the peer, or {@code null} if the connection is closed. */
    public @Nullable InetSocketAddress remoteAddress() {
        return core.remoteAddress();
    }

    /**
     * Stops reading from the socket, which causes backpressure to the peer. Messages that have been read are still
     * delivered.
     */
    public void pauseReading() {
        loop.execute(() -> core.setReadPaused(true));
    }

    /** Resumes reading after {@link #pauseReading}. */
    public void resumeReading() {
        loop.execute(() -> core.setReadPaused(false));
    }
}
