package dev.iii.sdk.channel;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * The end of a channel that is read. It connects when it is first used, and it is used in one way: as a stream of bytes,
 * message by message, or by a subscriber. What is not read waits at the engine and slows the writer down. Thread-safe,
 * but meant for one reader.
 *
 * <p>An end is good for one use. This worker refuses to open it twice; when two workers open it, the engine serves the
 * first, and to the second it looks like a channel that has ended (engine behaviour, section 16).
 *
 * <p>An end of the data is no proof that it is whole: the engine shows a writer that was lost, or has failed, like one that
 * has closed. Where that matters, let the other side say how much there is, in its answer or in a last text.
 */
public interface ChannelReader extends AutoCloseable {

    /** How long a read waits when nothing comes. */
    Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(5);

    /** The reference, to be sent in a payload. */
    ChannelRef ref();

    /**
     * This end, with another patience.
     *
     * @throws IllegalArgumentException when it is not longer than zero
     */
    ChannelReader idleTimeout(Duration longest);

    /**
     * The bytes as a stream; texts in between are skipped. It ends when the writer closes; a read throws {@link
     * ChannelException} when the channel breaks or nothing comes for longer than the idle timeout. Closing it closes the
     * channel.
     */
    InputStream inputStream();

    /**
     * Waits for the next message.
     *
     * @return the message; empty when the writer has closed
     * @throws ChannelException when the channel breaks or nothing comes for longer than the idle timeout; and when the
     *     thread is interrupted
     */
    Optional<ChannelMessage> next() throws ChannelException;

    /**
     * The messages for one subscriber, which is called on threads for handlers, one call at a time, and only for what it
     * has requested. {@code onError} gets a {@link ChannelException}.
     */
    Flow.Publisher<ChannelMessage> messages();

    /** Reads no more; the writer is told by its next write. Idempotent. */
    @Override
    void close();
}
