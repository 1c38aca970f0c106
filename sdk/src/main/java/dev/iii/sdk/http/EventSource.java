package dev.iii.sdk.http;

/**
 * Sends server-sent events to one client. Called once per response. A source that is used for several responses must be
 * thread-safe.
 */
@FunctionalInterface
public interface EventSource {

    /**
     * Sends the events. The response ends when this method returns. May block; called on a handler thread.
     *
     * <p>If the client has disconnected, sending throws {@link dev.iii.sdk.channel.ChannelException}. If there are no
     * events for a long time, send a {@link ServerSentEvents#comment} periodically to detect this.
     *
     * @throws Exception ends the response and is logged
     */
    void sendTo(ServerSentEvents events) throws Exception;
}
