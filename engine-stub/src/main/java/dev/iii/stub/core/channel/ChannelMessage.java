package dev.iii.stub.core.channel;

/** One message on a channel: bytes, or text in UTF-8. */
public final class ChannelMessage {

    private final boolean text;
    private final byte[] bytes;

    private ChannelMessage(boolean text, byte[] bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** Returns a binary message. The bytes must not be changed any more. */
    public static ChannelMessage binary(byte[] bytes) {
        return new ChannelMessage(false, bytes);
    }

    /** Returns a text message. The bytes must not be changed any more. */
    public static ChannelMessage text(byte[] utf8) {
        return new ChannelMessage(true, utf8);
    }

    /** Returns {@code true} if the bytes are text in UTF-8. */
    public boolean isText() {
        return text;
    }

    /** Returns the content, which must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns only the size, because the content may be secret. */
    @Override
    public String toString() {
        return "ChannelMessage[" + (text ? "text, " : "binary, ") + bytes.length + " bytes]";
    }
}
