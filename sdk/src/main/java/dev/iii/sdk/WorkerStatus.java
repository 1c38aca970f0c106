package dev.iii.sdk;

/** The status of a worker. Immutable. */
public enum WorkerStatus {
    /** It is making a connection, for the first time or again. */
    CONNECTING,
    /** It is connected and announced; its functions are registered or are being registered. */
    READY,
    /** The connection was lost or could not be made; the next attempt follows after a delay. */
    RECONNECTING,
    /** It accepts no more invocations and closes when the running ones have ended. */
    DRAINING,
    /** It is closed, by {@link Worker#close} or because the engine refused it; see {@link Worker#refusal}. */
    CLOSED
}
