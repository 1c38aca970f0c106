package dev.iii.stub.core.channel;

import dev.iii.protocol.RawJson;
import java.util.Optional;

/**
 * A channel carries messages in order from one writer to one reader, and keeps them until the reader connects (engine
 * behaviour, section 16). Each end can be connected once: by a part of the engine, or by a worker that connects with a reference.
 *
 * <p>Thread-safe. Callbacks run without any lock, on the thread that caused them. They must not block, and may be called
 * although there is no change.
 */
public interface Channel {

    /** Returns the reference with which a worker can write: {@code {"channel_id","access_key","direction":"write"}}. */
    RawJson writerReference();

    /** Returns the reference with which a worker can read: {@code {"channel_id","access_key","direction":"read"}}. */
    RawJson readerReference();

    /**
     * Connects the writing end. Returns empty if the writing end was connected before, or is closed.
     *
     * @param roomAgain called when there is capacity again after {@link Writer.Offered#FULL}, or the reader is gone
     */
    Optional<Writer> takeWriter(Runnable roomAgain);

    /**
     * Connects the reading end. Returns empty if the reading end was connected before, or is closed.
     *
     * @param more called when there is a message, or the writer has closed, after {@link Reader#poll} returned no message
     */
    Optional<Reader> takeReader(Runnable more);

    /** Removes the channel. An end that is not connected is closed and can no longer be connected. Idempotent. */
    void remove();

    /** The writing end. */
    interface Writer {

        /** The result of {@link #offer}. */
        enum Offered {
            /** The message is accepted, and there is capacity for more. */
            ROOM,
            /** The message is accepted, but the channel is full: the writer must wait for {@code roomAgain}. */
            FULL,
            /** The message is not accepted because the reader is gone. */
            GONE
        }

        /** Adds a message. It is accepted even if the channel is full, so a writer that waits for {@code roomAgain} loses none. */
        Offered offer(ChannelMessage message);

        /** Closes the writing end. The reader gets the remaining messages and then {@link Reader.Read#END}. Idempotent. */
        void close();
    }

    /** The reading end. */
    interface Reader {

        /** The result of {@link #poll}. */
        sealed interface Read {

            /** There is no message yet; {@code more} will be called. */
            Read NOTHING = new Nothing();

            /** The writer has closed and everything has been read. */
            Read END = new End();

            /** Messages were lost. The reader must not treat this as the {@link #END} of the data. */
            Read BROKEN = new Broken();

            /** The type of {@link #NOTHING}. */
            record Nothing() implements Read {}

            /** The type of {@link #END}. */
            record End() implements Read {}

            /** The type of {@link #BROKEN}. */
            record Broken() implements Read {}

            /**
             * A message.
             *
             * @param message the message
             */
            record Message(ChannelMessage message) implements Read {}
        }

        /** Removes and returns the next message. */
        Read poll();

        /** Closes the reading end: the remaining messages are dropped and the writer is notified. Idempotent. */
        void close();
    }
}
