package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import org.jspecify.annotations.Nullable;

/** News of a session for logs, listeners and futures. */
public sealed interface Event {

    /**
     * The session moved.
     *
     * @param reason why, when there is more to say than the state itself
     */
    record StateChanged(
            SessionState from, SessionState to, @Nullable String reason) implements Event {}

    /** A try to connect failed or a connection broke; the next try comes after the delay. */
    record WillReconnect(int attempt, long delayNanos, String reason) implements Event {}

    /** The engine gave the connection its id. */
    record Identified(String workerId) implements Event {}

    /** Everything that was registered before has reached the engine and is in effect or refused. */
    record Settled() implements Event {}

    /** The engine took the registration. */
    record Confirmed(Registrable what) implements Event {}

    /** The engine refused the registration. */
    record Refused(Registrable what, ErrorBody error) implements Event {}

    /**
     * The engine refused the registration again.
     *
     * @param last whether it is not offered any more on this connection
     */
    record RefusedAgain(Registrable what, ErrorBody error, boolean last) implements Event {}

    /** Another worker has the function; it is taken over when that worker leaves. */
    record StandsBy(Registrable what, String owner) implements Event {}

    /** A trigger is not offered, since its function is not ours, until it is. */
    record Held(Registrable what) implements Event {}

    /** The engine has not said whether it has read what was registered; nobody waits for that any longer. */
    record Unanswered() implements Event {}

    /** The engine does not want this worker; there is no reconnect. */
    record Fatal(String code, String message) implements Event {}

    /** Something is odd but does not stop anything. */
    record Odd(String what) implements Event {}
}
