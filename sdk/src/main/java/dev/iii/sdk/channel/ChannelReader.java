package dev.iii.sdk.channel;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * The reading end of a channel. It connects when it is first used. It can be used in one way: as a stream of bytes,
 * message by message, or by a subscriber. Unread messages remain in the engine and slow the writer down. Thread-safe,
 * but intended for a single reader.
 *
 * <p>An end can be used once. This worker refuses to open it twice. If two workers open it, the engine serves the first
 * one; to the second one the channel looks like one that was closed (engine behaviour, section 16).
 *
 * <p>A reader cannot detect incomplete data: a channel whose writer was lost or has failed looks like one that its
 * writer has closed. If you need to know that the data is complete, let the writing side send the size in its result or
 * in a last text message.
 */
public interface ChannelReader extends AutoCloseable {

    /** Default maximum time that a read waits for the next message: 5 minutes. */
    Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(5);

    /** Returns the reference to this end. Put it, or this object, into a payload to let another worker use this end. */
    ChannelRef ref();

    /**
     * Sets the maximum time that a read waits for the next message. Default: {@link #DEFAULT_IDLE_TIMEOUT}.
     *
     * @param longest the maximum time; must be positive
     * @return this reader
     * @throws IllegalArgumentException if the time is {@code null} or not positive
     */
    ChannelReader idleTimeout(Duration longest);

    /**
     * Returns the binary messages as a stream of bytes; text messages are skipped. The stream ends when the writer
     * closes the channel. A read throws {@link ChannelException} if the channel breaks or nothing arrives within the
     * idle timeout. Closing the stream closes this end.
     */
    InputStream inputStream();

    /**
     * Waits for the next message.
     *
     * @return the message; empty if the writer has closed the channel
     * @throws ChannelException if the channel breaks, if nothing arrives within the idle timeout, or if the thread is
     *     interrupted
     */
    Optional<ChannelMessage> next() throws ChannelException;

    /**
     * Returns a publisher of the messages for a single subscriber. The subscriber is called on callback threads of the
     * worker, one call at a time, and receives only as many messages as it has requested. {@code onError} receives a
     * {@link ChannelException}.
     */
    Flow.Publisher<ChannelMessage> messages();

    /** Closes this end. The next write of the writer fails. Idempotent. */
    @Override
    void close();
}
