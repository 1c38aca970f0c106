package dev.iii.stub.core.channel;

import dev.iii.stub.core.call.InvocationFailed;

/** Opens channels (engine behaviour, section 16). Thread-safe. */
@FunctionalInterface
public interface Channels {

    /** The default number of messages that a channel holds. */
    int DEFAULT_MESSAGES = 64;

    /** Refuses every channel, for an engine without channels. */
    Channels NONE = messages -> {
        throw new InvocationFailed("channels_unavailable", "This engine has no channels");
    };

    /**
     * Opens a channel.
     *
     * @param messages the number of messages that may wait for the reader before the channel is full; at least 1
     */
    Channel open(int messages);
}
