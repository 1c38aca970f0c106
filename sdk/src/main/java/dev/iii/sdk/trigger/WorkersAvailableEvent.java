package dev.iii.sdk.trigger;

import dev.iii.sdk.json.ReadBy;

/**
 * A worker came, changed or went: the payload of functions that are bound to a {@link WorkersAvailableTrigger} (engine
 * behaviour, section 17). Immutable.
 *
 * @param kind what happened
 * @param workerId the id of its connection
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.WorkersAvailable.class)
public record WorkersAvailableEvent(Kind kind, String workerId) {

    /** What happened. */
    public enum Kind {
        /** It is connected and has not said who it is. */
        CONNECTED,
        /** It has said who it is. */
        METADATA_UPDATED,
        /** It is gone. */
        DISCONNECTED
    }
}
