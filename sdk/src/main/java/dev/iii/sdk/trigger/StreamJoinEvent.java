package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import dev.iii.sdk.stream.StreamPath;
import java.util.Optional;

/**
 * A request of a consumer to join a stream. It is the payload of functions that are bound to a
 * {@link StreamJoinTrigger} (engine behaviour, section 11). The consumer waits for the result, a {@link StreamJoinDecision}.
 * Immutable.
 *
 * @param subscriptionId the id that the consumer has chosen for its subscription
 * @param path the stream, group and item that the consumer requests
 * @param context the result of the auth function of the stream port for this consumer; empty if there is no such
 *     function or it failed
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.StreamJoins.class)
public record StreamJoinEvent(String subscriptionId, StreamPath path, Optional<Json> context)
        implements JsonConvertible {

    @Override
    public Json toJson() {
        return EventWriters.streamMember(subscriptionId, path, context);
    }
}
