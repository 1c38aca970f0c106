package dev.iii.sdk.channel;

import java.io.IOException;

/** A channel broke, is used a second time, or stood still for too long. The message holds no key. */
public final class ChannelException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened, without the key of the channel */
    public ChannelException(String message) {
        super(message);
    }
}
