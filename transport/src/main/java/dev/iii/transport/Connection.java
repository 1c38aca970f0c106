package dev.iii.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection, of either side. Thread-safe.
 *
 * <p>{@link #sendText} and {@link #sendBinary} only queue, {@link #flush} writes. On a thread of an {@link EventLoop} a
 * flush is put off to the end of the batch that the loop is reading, so that all answers to one read leave in one write;
 * on any other thread it happens at once and never blocks.
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

    /** Queues a text message; the bytes must be UTF-8 and are copied. */
    public SendResult sendText(byte[] utf8, int offset, int length, Lane lane) {
        return outbox.text(utf8, offset, length, lane);
    }

    /** Queues a binary message; the bytes are copied. */
    public SendResult sendBinary(byte[] bytes, int offset, int length, Lane lane) {
        return outbox.binary(bytes, offset, length, lane);
    }

    /** Sends what is queued: at once, or at the end of the current batch when called on an event loop. */
    public void flush() {
        core.flush();
    }

    /** Queues a WebSocket ping and sends it. */
    public void ping() {
        loop.execute(core::ping);
    }

    /**
     * Sends what is queued, then a close frame, and ends the connection when the peer has answered it, at the latest
     * after {@link Limits#closeTimeout}. Nothing can be queued or is received any more. Does nothing when it is closing
     * already.
     *
     * @param reason for people; cut to the 123 bytes that fit
     * @throws IllegalArgumentException when a close frame cannot carry the code, {@link Closing#ABNORMAL} for example
     */
    public void close(int code, String reason) {
        if (!Closing.maySend(code)) {
            throw new IllegalArgumentException("a connection cannot be closed with code " + code);
        }
        loop.execute(() -> core.close(code, reason));
    }

    /** Drops the connection without a closing handshake. */
    public void abort(String reason) {
        loop.execute(() -> core.abort(reason));
    }

    /** Bytes that wait to be sent. */
    public long queuedBytes() {
        return outbox.queuedBytes();
    }

    /** When anything came from the peer last, as {@link System#nanoTime}. */
    public long lastReceivedNanos() {
        return core.lastReceivedNanos();
    }

    /**
     * Asks for {@link ConnectionListener#onDrained} when everything that is queued has been written; it must be flushed
     * for that to happen. False when nothing is queued: no call follows then.
     */
    public boolean awaitDrained() {
        return outbox.awaitEmpty();
    }

    /** The loop that this connection belongs to. */
    public EventLoop loop() {
        return loop;
    }

    /** The address of the peer, or {@code null} once the connection is closed. */
    public @Nullable InetSocketAddress remoteAddress() {
        return core.remoteAddress();
    }

    /** Stops reading from the socket, so that the peer feels the backpressure. What was read is still delivered. */
    public void pauseReading() {
        loop.execute(() -> core.setReadPaused(true));
    }

    /** Reads again after {@link #pauseReading}. */
    public void resumeReading() {
        loop.execute(() -> core.setReadPaused(false));
    }
}
