package dev.iii.sdk.channel;

/** One message of a channel. */
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
