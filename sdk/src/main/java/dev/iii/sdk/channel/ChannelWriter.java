package dev.iii.sdk.channel;

import dev.iii.sdk.internal.Arguments;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * The end of a channel that is written. It connects with the first write or view. A write waits while two megabytes are on
 * their way that the reader has not taken, beside the messages that the engine keeps. Thread-safe; messages of one thread keep their order.
 */
public interface ChannelWriter extends AutoCloseable {

    /** How long a write waits when nothing is taken. */
    Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(5);

    /** The reference, to be sent in a payload. */
    ChannelRef ref();

    /** This end, with another patience. */
    ChannelWriter idleTimeout(Duration longest);

    /**
     * Writes bytes, in pieces of at most 64 KiB.
     *
     * @throws ChannelException when the channel is broken, closed by its reader, or stands still for longer than the idle
     *     timeout
     */
    void write(byte[] bytes, int offset, int length) throws ChannelException;

    /** Writes bytes. */
    default void write(byte[] bytes) throws ChannelException {
        write(Arguments.notNull(bytes, "bytes"), 0, bytes.length);
    }

    /** Writes one text message, of at most 1 MiB. */
    void sendText(String text) throws ChannelException;

    /** The bytes as a stream, buffered in pieces of 64 KiB. Closing it sends the rest and closes the channel. */
    OutputStream outputStream();

    /**
     * Writes what a publisher gives; asks for one buffer at a time. Completion closes the channel, and so does a failure,
     * which the reader cannot tell from an end (see {@link ChannelReader}). When a write fails, the publisher is cancelled.
     */
    Flow.Subscriber<ByteBuffer> subscriber();

    /**
     * Waits until what is on its way has been taken, not longer than the idle timeout, and ends the channel for the
     * reader. Does nothing when this end was not used, since its reference may be in other hands. Idempotent.
     *
     * @throws ChannelException when what was written may not have arrived: the channel broke, its reader has left, or
     *     nothing was taken within the idle timeout
     */
    @Override
    void close() throws ChannelException;
}
