package dev.iii.transport;

/** One of the two send queues of a connection. Messages in a lane keep their order; control is sent first. Immutable. */
public enum Lane {
    /** Results, replies and other messages that must be sent even if new work must wait. */
    CONTROL,
    /** All other messages. */
    DATA
}
