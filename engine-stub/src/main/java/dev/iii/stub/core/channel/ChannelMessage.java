package dev.iii.stub.core.channel;

/** One message on a channel: bytes, or text in UTF-8. */
public final class ChannelMessage {

    private final boolean text;
    private final byte[] bytes;

    private ChannelMessage(boolean text, byte[] bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** A message of bytes, which nobody may change any more. */
    public static ChannelMessage binary(byte[] bytes) {
        return new ChannelMessage(false, bytes);
    }

    /** A text as UTF-8, which nobody may change any more. */
    public static ChannelMessage text(byte[] utf8) {
        return new ChannelMessage(true, utf8);
    }

    /** Whether the bytes are text in UTF-8. */
    public boolean isText() {
        return text;
    }

    /** The content, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Gives the size only: what is written on channels may be secret. */
    @Override
    public String toString() {
        return "ChannelMessage[" + (text ? "text, " : "binary, ") + bytes.length + " bytes]";
    }
}
