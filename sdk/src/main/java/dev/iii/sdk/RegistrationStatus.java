package dev.iii.sdk;

/** The status of a registration at the engine. Immutable. */
public enum RegistrationStatus {
    /** The worker is not connected, or the engine has not confirmed or refused the registration yet. */
    PENDING,
    /** The engine has accepted it and delivers calls and events. */
    ACTIVE,
    /** Another worker owns the function; this worker takes over when that worker leaves. */
    STANDBY,
    /** The engine refused it. A trigger is registered again after a delay, everything on the next connection. */
    REFUSED,
    /** It was unregistered, or the worker is closed. */
    ENDED
}
