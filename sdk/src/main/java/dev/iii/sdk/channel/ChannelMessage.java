package dev.iii.sdk.channel;

/** A message of a channel. Immutable, except the array of {@link Bytes}, which the receiver owns. */
public sealed interface ChannelMessage {

    /** A text message. */
    record Text(String text) implements ChannelMessage {}

    /**
     * A binary message: a piece of the data.
     *
     * @param bytes the data; the receiver may modify the array
     */
    @SuppressWarnings("ArrayRecordComponent") // pieces of a stream are never compared
    record Bytes(byte[] bytes) implements ChannelMessage {}
}
