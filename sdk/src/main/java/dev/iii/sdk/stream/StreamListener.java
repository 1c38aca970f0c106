package dev.iii.sdk.stream;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import org.slf4j.LoggerFactory;

/**
 * Is told what happens in a stream. Called on a thread for handlers, one event of a subscription at a time, in order;
 * it may block. While it does not keep up, the consumer stops reading from its socket. Need not be thread-safe for one
 * subscription.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
public interface StreamListener<T> {

    /**
     * Something happened. First comes {@link StreamEvent.Synced}, or {@link StreamEvent.Unauthorized} and nothing else.
     *
     * @throws Exception is logged, and the next event comes all the same
     */
    void onEvent(StreamEvent<T> event) throws Exception;

    /** The connection is lost, events may be missed. When it is made again, {@link StreamEvent.Synced} has what is there. */
    default void onDisconnected(String reason) {}

    /**
     * An event with items that are not of the type. It is left out; when nothing is done here, the log has it.
     *
     * @param event as it came
     * @param problem names the field
     */
    default void onUnreadable(Json event, InvalidPayloadException problem) {
        LoggerFactory.getLogger(StreamListener.class)
                .warn("An event of a stream is left out: {}", problem.getMessage());
    }
}
