package dev.iii.sdk;

/** The status of a registration at the engine. Immutable. */
public enum RegistrationStatus {
    /** The worker is not connected, or the engine has not confirmed or refused the registration yet. */
    PENDING,
    /** The engine has accepted it and delivers calls and events. */
    ACTIVE,
    /**
     * The engine has accepted the trigger, but it has no effect: no worker provides its type, its function does not exist, or
     * this worker has registered its route again. {@link Registration#problem} says which. In the first two cases the worker
     * checks the trigger again, and the status becomes {@code ACTIVE} when the problem is solved.
     */
    INACTIVE,
    /** Another worker owns the function; this worker takes over when that worker leaves. */
    STANDBY,
    /** The engine refused it. A trigger is registered again after a delay, everything on the next connection. */
    REFUSED,
    /** It was unregistered, or the worker is closed. */
    ENDED
}
