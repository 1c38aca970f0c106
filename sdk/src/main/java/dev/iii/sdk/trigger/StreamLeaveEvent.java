package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ReadBy;
import dev.iii.sdk.stream.StreamPlace;
import java.util.Optional;

/**
 * A consumer has left a stream, or its connection is gone: the payload of functions that are bound to a
 * {@link StreamLeaveTrigger} (engine behaviour, section 11). Immutable.
 *
 * @param subscriptionId what the consumer called its subscription
 * @param place what it saw
 * @param context what the auth function of the stream port said of the consumer; empty when there is none
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.StreamLeaves.class)
public record StreamLeaveEvent(String subscriptionId, StreamPlace place, Optional<Json> context) {}
