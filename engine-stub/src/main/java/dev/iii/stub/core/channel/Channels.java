package dev.iii.stub.core.channel;

import dev.iii.stub.core.call.InvocationFailed;

/** Makes channels (engine behaviour, section 16). Thread-safe. */
@FunctionalInterface
public interface Channels {

    /** How many messages a channel holds when nobody says otherwise. */
    int DEFAULT_MESSAGES = 64;

    /** Refuses: for an engine without channels. */
    Channels NONE = messages -> {
        throw new InvocationFailed("channels_unavailable", "This engine has no channels");
    };

    /**
     * A new channel.
     *
     * @param messages how many messages may wait for the reader before the writer has to; at least 1
     */
    Channel open(int messages);
}
