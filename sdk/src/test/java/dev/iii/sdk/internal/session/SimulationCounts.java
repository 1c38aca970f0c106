package dev.iii.sdk.internal.session;

/** How often each event has happened in a simulation. A run of simulations proves something only if all of them happened. */
final class SimulationCounts {

    /** Calls that had a result or an error. */
    int answered;
    /** Calls whose outcome was lost with the connection. */
    int lost;
    /** Attempts to connect. */
    int reconnects;
    /** Calls that waited for a connection when the engine refused the worker permanently. */
    int refusedWhileWaiting;
    /** Waiting calls that expired when the connection became ready, before their late timer. */
    int expiredBeforeTheirTimer;
    /** Connections that were ready, but not long enough to be stable. */
    int shortConnections;
    /** Invocations for which there was no thread. */
    int refusedHandlers;
    /** Errors that code of the user has thrown. */
    int userErrors;
}
