package dev.iii.sdk.channel;

import dev.iii.sdk.internal.check.Arguments;
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

    /**
     * This end, with another patience.
     *
     * @throws IllegalArgumentException when it is not longer than zero
     */
    ChannelWriter idleTimeout(Duration longest);

    /**
     * Writes bytes, in pieces of at most 64 KiB.
     *
     * @throws ChannelException when the channel is broken, closed by its reader, or stands still for longer than the idle
     *     timeout; and when the thread is interrupted
     * @throws IndexOutOfBoundsException when the range is not within the array
     */
    void write(byte[] bytes, int offset, int length) throws ChannelException;

    /**
     * Writes bytes.
     *
     * @throws ChannelException as {@link #write(byte[], int, int)}
     */
    default void write(byte[] bytes) throws ChannelException {
        write(Arguments.notNull(bytes, "bytes"), 0, bytes.length);
    }

    /**
     * Writes one text message, of at most 1 MiB.
     *
     * @throws ChannelException as {@link #write(byte[], int, int)}, and when the text is too large
     */
    void sendText(String text) throws ChannelException;

    /**
     * The bytes as a stream, buffered in pieces of 64 KiB. Closing it sends the rest and closes the channel. It throws {@link
     * ChannelException} as {@link #write(byte[], int, int)} and {@link #close} do.
     */
    OutputStream outputStream();

    /**
     * Writes what a publisher gives; asks for one buffer at a time. Completion closes the channel, and so does a failure,
     * which the reader cannot tell from an end (see {@link ChannelReader}). When a write fails, the publisher is cancelled.
     * Asks and cancels on a thread for handlers, and never blocks the publisher.
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
