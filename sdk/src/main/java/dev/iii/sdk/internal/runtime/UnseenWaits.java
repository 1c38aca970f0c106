package dev.iii.sdk.internal.runtime;

/**
 * The reaction of a pool if its threads wait for something that it does not know of, for example for {@code
 * CompletableFuture.allOf}, while tasks wait in its inbox. One of these tasks may be necessary for the waits to end.
 */
enum UnseenWaits {
    /** Other threads take the places of those that wait. For pools whose limit is not an option of the user. */
    REPLACE,
    /** The limit holds. Only tasks for which one of the threads may wait ({@link PlacedTask#isAwaited}) run in addition. */
    RUN_AWAITED
}
