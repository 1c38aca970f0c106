package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import org.jspecify.annotations.Nullable;

/** Changes of a session, for logs, listeners and futures. */
public sealed interface Event {

    /**
     * The state has changed.
     *
     * @param reason the reason; {@code null} if the state itself says all
     */
    record StateChanged(
            SessionState from, SessionState to, @Nullable String reason) implements Event {}

    /** An attempt to connect failed, or the connection was lost; the next attempt follows after the delay. */
    record WillReconnect(int failures, long delayNanos, String reason) implements Event {}

    /**
     * The connection was lost with calls in flight.
     *
     * @param calls the number of calls of this worker whose outcome is unknown
     * @param invocations the number of running handlers whose results are dropped
     */
    record InFlightLost(int calls, int invocations) implements Event {}

    /** The engine has assigned an id to the connection. */
    record Identified(String workerId) implements Event {}

    /** Everything that was registered before has reached the engine and was accepted or refused. */
    record Settled() implements Event {}

    /** The engine has accepted the registration. */
    record Confirmed(SessionRegistration what) implements Event {}

    /** The engine has refused the registration. */
    record Refused(SessionRegistration what, ErrorBody error) implements Event {}

    /**
     * The engine has refused a function, because another worker owns its id.
     *
     * @param owner the id of that worker
     */
    record Conflict(SessionRegistration what, String namespace, String owner) implements Event {}

    /**
     * The engine has refused the registration again.
     *
     * @param last whether it is not registered again on this connection
     */
    record RefusedAgain(SessionRegistration what, ErrorBody error, boolean last) implements Event {}

    /** Another worker owns the function; this worker takes over when that worker leaves. */
    record Standby(SessionRegistration what, String owner) implements Event {}

    /** A trigger is not registered until this worker owns its function. */
    record Held(SessionRegistration what) implements Event {}

    /** The engine has not responded to the fence after the registrations; the session no longer waits for it. */
    record Unconfirmed() implements Event {}

    /** The engine has refused this worker permanently; it does not reconnect. */
    record Fatal(String code, String message) implements Event {}

    /** The engine did something unexpected that the session tolerates. */
    record Warning(String message) implements Event {}
}
