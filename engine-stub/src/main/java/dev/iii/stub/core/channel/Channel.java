package dev.iii.stub.core.channel;

import dev.iii.protocol.RawJson;
import java.util.Optional;

/**
 * A channel: messages in order from one writer to one reader, kept until the reader comes (engine behaviour, section
 * 16). Each end can be taken once, by whoever is first: somebody in the engine, or who has a reference and connects.
 *
 * <p>Thread-safe. Callbacks run without any lock, on the thread that caused them, and must neither block nor rely on
 * being called only when something has changed.
 */
public interface Channel {

    /** What a worker needs to write: {@code {"channel_id","access_key","direction":"write"}}. */
    RawJson writerReference();

    /** What a worker needs to read: {@code {"channel_id","access_key","direction":"read"}}. */
    RawJson readerReference();

    /**
     * Takes the writing end; empty when somebody has it.
     *
     * @param roomAgain there is room after {@link Writer.Offered#FULL}, or the reader is gone
     */
    Optional<Writer> takeWriter(Runnable roomAgain);

    /**
     * Takes the reading end; empty when somebody has it.
     *
     * @param more there is a message, or the end, after {@link Reader#poll} found nothing
     */
    Optional<Reader> takeReader(Runnable more);

    /** Nobody can take an end any more; an end that nobody has taken is closed. Idempotent. */
    void remove();

    /** The writing end. */
    interface Writer {

        /** What became of a message. */
        enum Offered {
            /** Taken, and there is room for more. */
            ROOM,
            /** Taken, but the channel is full now: no more before {@code roomAgain}. */
            FULL,
            /** Not taken: the reader is gone. */
            GONE
        }

        /** Adds a message; it is taken even when the channel is full, so who waits when told to loses nothing. */
        Offered offer(ChannelMessage message);

        /** No more messages; the reader gets what is there and then the end. Idempotent. */
        void close();
    }

    /** The reading end. */
    interface Reader {

        /** What there is to read. */
        sealed interface Read {

            /** Nothing yet; {@code more} will be called. */
            Read NOTHING = new Nothing();

            /** The writer has closed and everything has been read. */
            Read END = new End();

            /** The type behind {@link #NOTHING}. */
            record Nothing() implements Read {}

            /** The type behind {@link #END}. */
            record End() implements Read {}

            /**
             * A message.
             *
             * @param message the message
             */
            record Message(ChannelMessage message) implements Read {}
        }

        /** Takes the next message out. */
        Read poll();

        /** Reads no more: what is there is dropped and the writer is told. Idempotent. */
        void close();
    }
}
