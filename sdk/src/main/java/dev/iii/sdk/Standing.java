package dev.iii.sdk;

/** What the engine thinks of a registration. Immutable. */
public enum Standing {
    /** The worker is not connected, or the engine has not yet said anything. */
    PENDING,
    /** The engine has it: calls and events come. */
    ACTIVE,
    /** Another worker has the function; this one takes it over when that worker leaves. */
    STANDBY,
    /** The engine refused it; a trigger is offered again after a while, everything on the next connection. */
    REFUSED,
    /** It was unregistered, or the worker is closed. */
    ENDED
}
