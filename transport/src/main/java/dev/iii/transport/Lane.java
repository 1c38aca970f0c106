package dev.iii.transport;

/** The two queues of what waits to be sent. Order is kept within a lane; control goes first. Immutable. */
public enum Lane {
    /** Answers, pongs and what else must pass when new work does not. */
    CONTROL,
    /** Everything else. */
    DATA
}
