package dev.iii.sdk.trigger;

/**
 * A worker came, changed or went: the payload of functions that are bound to a {@link WorkersAvailableTrigger} (engine
 * behaviour, section 17). Immutable.
 *
 * @param kind what happened
 * @param workerId the id of its connection
 */
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
