package dev.iii.sdk.stream;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import org.slf4j.LoggerFactory;

/**
 * Receives the events of a subscription. Called on handler threads of the consumer, one call at a time for a subscription,
 * in the order of the events. It may block. While it is slow, the consumer stops reading from the socket, see {@link
 * StreamConsumerOptions#maxBufferedBytes}. A listener that is used for a single subscription need not be thread-safe.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
public interface StreamListener<T> {

    /**
     * Receives an event. The first event is a {@link StreamEvent.Synced}, or a {@link StreamEvent.Unauthorized} that no
     * event follows.
     *
     * @throws Exception if the listener fails; the exception is logged, and the next event is delivered
     */
    void onEvent(StreamEvent<T> event) throws Exception;

    /**
     * Receives the reason why the connection was lost. Events may be missed until the reconnect; {@link StreamEvent.Synced}
     * then contains the current items. The default implementation does nothing.
     */
    default void onDisconnected(String reason) {}

    /**
     * Receives an event that cannot be read, for example because an item does not fit the type. The event is skipped. The
     * default implementation logs a warning.
     *
     * @param event the unparsed event
     * @param problem the reason; its message names the field
     */
    default void onUnreadable(Json event, InvalidPayloadException problem) {
        LoggerFactory.getLogger(StreamListener.class)
                .warn("An event of a stream was skipped because it cannot be read: {}", problem.getMessage());
    }
}
