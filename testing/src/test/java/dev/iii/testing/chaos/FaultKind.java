package dev.iii.testing.chaos;

/** The kinds of faults of a run. */
enum FaultKind {
    /** {@code kill -9} of a worker. */
    WORKER_KILLED,
    /** {@code kill -9} of the engine. */
    ENGINE_KILLED,
    /** {@code kill -STOP} of a worker, later {@code kill -CONT}. */
    WORKER_FROZEN,
    /** {@code kill -STOP} of the engine, later {@code kill -CONT}. */
    ENGINE_FROZEN,
    /** The TCP connection of the caller ends with RST. */
    CALLER_RESET,
    /** The TCP connection of a worker ends with RST. */
    WORKER_RESET,
    /** The TCP connection of the caller stays open, but data is lost in one or both directions. */
    CALLER_HALF_OPEN,
    /** The TCP connection of a worker stays open, but data is lost in one or both directions. */
    WORKER_HALF_OPEN;

    /** Returns {@code true} if this fault needs control of the engine process. */
    boolean ofTheEngine() {
        return this == ENGINE_KILLED || this == ENGINE_FROZEN;
    }
}
