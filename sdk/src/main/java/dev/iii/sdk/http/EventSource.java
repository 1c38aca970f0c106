package dev.iii.sdk.http;

/**
 * Sends server-sent events to one client. Called once for an answer; one that is the answer of several calls must be
 * thread-safe.
 */
@FunctionalInterface
public interface EventSource {

    /**
     * Sends events for as long as it wants to. When the client has left, sending throws {@link
     * dev.iii.sdk.channel.ChannelException}; who has nothing to send for long sends a {@link ServerSentEvents#comment}
     * now and then to notice.
     */
    void sendTo(ServerSentEvents events) throws Exception;
}
