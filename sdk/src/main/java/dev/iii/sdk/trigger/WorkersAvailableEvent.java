package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;

/**
 * A worker has connected, announced itself or disconnected. This is the payload of functions that are bound to a
 * {@link WorkersAvailableTrigger} (engine behaviour, section 17). Immutable.
 *
 * @param kind the kind of the event
 * @param workerId the id of the connection of the worker
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.WorkersAvailable.class)
public record WorkersAvailableEvent(Kind kind, String workerId) implements JsonConvertible {

    /** The kind of an event. */
    public enum Kind {
        /** The worker has connected but has not sent its name and metadata yet. */
        CONNECTED,
        /** The worker has sent its name and metadata. */
        METADATA_UPDATED,
        /** The connection of the worker is closed. */
        DISCONNECTED
    }

    @Override
    public Json toJson() {
        return EventWriters.workers(this);
    }
}
