package dev.iii.sdk;

/** Where a worker stands. Immutable. */
public enum WorkerStatus {
    /** It is connecting for the first time, or again at this moment. */
    CONNECTING,
    /** It is connected, and the engine knows its name and functions, or is being told. */
    READY,
    /** The connection was lost or could not be made; the next try is coming. */
    RECONNECTING,
    /** It takes no more invocations and ends when those that run have ended. */
    DRAINING,
    /** The end, by {@link Worker#close} or because the engine refused the worker; see {@link Worker#failure}. */
    CLOSED
}
