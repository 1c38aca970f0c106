package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import dev.iii.sdk.stream.StreamPath;
import java.util.Optional;

/**
 * A consumer has left a stream, or its connection was closed. This is the payload of functions that are bound to a
 * {@link StreamLeaveTrigger} (engine behaviour, section 11). Immutable.
 *
 * @param subscriptionId the id that the consumer has chosen for its subscription
 * @param path the stream, group and item of the subscription
 * @param context the result of the auth function of the stream port for this consumer; empty if there is no such
 *     function or it failed
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.StreamLeaves.class)
public record StreamLeaveEvent(String subscriptionId, StreamPath path, Optional<Json> context)
        implements JsonConvertible {

    @Override
    public Json toJson() {
        return EventWriters.streamMember(subscriptionId, path, context);
    }
}
