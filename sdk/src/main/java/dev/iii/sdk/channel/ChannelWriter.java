package dev.iii.sdk.channel;

import dev.iii.sdk.internal.check.Arguments;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * The writing end of a channel. It connects with the first write, stream or subscriber. A write waits while about 2 MB
 * are in the outbox because the reader and the buffer of the engine do not accept more. Thread-safe; the messages of
 * one thread keep their order.
 *
 * <p>An end can be used once. This worker refuses to open it twice (engine behaviour, section 16).
 */
public interface ChannelWriter extends AutoCloseable {

    /** Default maximum time that a write waits for the reader: 5 minutes. */
    Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(5);

    /** Returns the reference to this end. Put it, or this object, into a payload to let another worker use this end. */
    ChannelRef ref();

    /**
     * Sets the maximum time that a write or {@link #close} waits while the reader reads nothing. Default:
     * {@link #DEFAULT_IDLE_TIMEOUT}.
     *
     * @param longest the maximum time; must be positive
     * @return this writer
     * @throws IllegalArgumentException if the time is {@code null} or not positive
     */
    ChannelWriter idleTimeout(Duration longest);

    /**
     * Writes bytes as binary messages of at most 64 KiB each.
     *
     * @throws ChannelException if the channel is broken, was closed by its reader, or makes no progress within the idle
     *     timeout, or if the thread is interrupted
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    void write(byte[] bytes, int offset, int length) throws ChannelException;

    /**
     * Writes all bytes of an array. Otherwise like {@link #write(byte[], int, int)}.
     *
     * @throws ChannelException as for {@link #write(byte[], int, int)}
     */
    default void write(byte[] bytes) throws ChannelException {
        write(Arguments.notNull(bytes, "bytes"), 0, bytes.length);
    }

    /**
     * Writes one text message.
     *
     * @param text the message; at most 1 MiB in UTF-8
     * @throws ChannelException as for {@link #write(byte[], int, int)}, and if the text is too large
     * @throws IllegalArgumentException if the text contains an unpaired surrogate
     */
    void sendText(String text) throws ChannelException;

    /**
     * Returns a stream of bytes with a buffer of 64 KiB. Closing the stream sends the buffered bytes and closes this
     * end. The methods of the stream throw {@link ChannelException} like {@link #write(byte[], int, int)} and
     * {@link #close}.
     */
    OutputStream outputStream();

    /**
     * Returns a subscriber that writes the buffers of a publisher; it requests one buffer at a time. If the publisher
     * completes or fails, this end is closed; the reader cannot tell a failure from a completion (see
     * {@link ChannelReader}). If a write fails, the subscription is cancelled. The subscriber writes, requests and
     * cancels on callback threads of the worker and never blocks the publisher.
     */
    Flow.Subscriber<ByteBuffer> subscriber();

    /**
     * Waits until the engine has received all written messages, at most for the idle timeout, and closes the channel.
     * If this end was not used, it remains usable for another worker that has received its reference. Idempotent.
     *
     * @throws ChannelException if written messages may be lost, because the channel broke, its reader has closed it, or
     *     there was no progress within the idle timeout
     */
    @Override
    void close() throws ChannelException;
}
