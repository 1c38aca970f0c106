package dev.iii.sdk.channel;

/** One message of a channel. Immutable, but for the array of {@link Bytes}, which belongs to the receiver. */
public sealed interface ChannelMessage {

    /** A text. */
    record Text(String text) implements ChannelMessage {}

    /**
     * Some bytes of the data.
     *
     * @param bytes belong to the receiver
     */
    @SuppressWarnings("ArrayRecordComponent") // pieces of a stream, which nobody compares
    record Bytes(byte[] bytes) implements ChannelMessage {}
}
