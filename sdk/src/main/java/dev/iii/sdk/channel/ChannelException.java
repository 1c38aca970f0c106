package dev.iii.sdk.channel;

import java.io.IOException;

/**
 * The channel is broken, was already used, or nothing was sent or received within the idle timeout. The message does
 * not contain the access key.
 */
public final class ChannelException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message a description without the access key of the channel
     */
    public ChannelException(String message) {
        super(message);
    }
}
