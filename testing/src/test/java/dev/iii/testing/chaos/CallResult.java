package dev.iii.testing.chaos;

/** The ways in which a call ends. */
enum CallResult {
    /** The call has not ended. */
    PENDING,
    /** The result of the function. */
    RETURNED,
    /** The error that the function itself reported. */
    FAILED,
    /** A failure with {@code mayHaveRun() == false}. */
    NOT_RUN,
    /** A failure with {@code mayHaveRun() == true}. */
    UNKNOWN,
    /** A timeout that has expired; {@code mayHaveRun() == true}. */
    UNKNOWN_AFTER_TIMEOUT,
    /** Anything else: a wrong result or an unexpected exception. */
    WRONG
}
