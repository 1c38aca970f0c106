package dev.iii.sdk.internal.runtime;

/**
 * What a pool does if its threads wait for something that it does not know of, for example for {@code
 * CompletableFuture.allOf}, while tasks wait in its inbox. What the threads wait for may depend on one of these tasks.
 */
enum UnseenWaits {
    /** Other threads take the places of those that wait. For pools whose limit nobody relies on. */
    REPLACE,
    /** The limit holds. Only tasks for which one of the threads may wait ({@link PlacedTask#isAwaited}) run in addition. */
    RUN_AWAITED
}
