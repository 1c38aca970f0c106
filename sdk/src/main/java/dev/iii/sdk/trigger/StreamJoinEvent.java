package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ReadBy;
import dev.iii.sdk.stream.StreamPlace;
import java.util.Optional;

/**
 * A consumer wants to join a stream: the payload of functions that are bound to a {@link StreamJoinTrigger} (engine
 * behaviour, section 11). The consumer waits for the answer, a {@link JoinDecision}. Immutable.
 *
 * @param subscriptionId what the consumer calls its subscription
 * @param place what it wants to see
 * @param context what the auth function of the stream port said of the consumer; empty when there is none, or when it
 *     failed
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.StreamJoins.class)
public record StreamJoinEvent(String subscriptionId, StreamPlace place, Optional<Json> context) {}
