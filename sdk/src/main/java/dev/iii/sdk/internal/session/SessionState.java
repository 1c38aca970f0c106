package dev.iii.sdk.internal.session;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The state of a session. {@link #next} is the complete table of the legal transitions. */
public enum SessionState {
    /** Not started. */
    IDLE,
    /** Waiting for a connection attempt. */
    CONNECTING,
    /** Connected; the engine has not responded to the announcement yet. */
    REGISTERING,
    /** The engine knows the worker: it can call and be called. */
    READY,
    /** Not connected; the next attempt is scheduled. */
    BACKING_OFF,
    /** Shutting down: no new invocations are accepted, and the running ones may end. */
    DRAINING,
    /** Shut down. */
    CLOSED;

    private static final Map<SessionState, Set<SessionState>> NEXT = new EnumMap<>(SessionState.class);

    static {
        NEXT.put(IDLE, EnumSet.of(CONNECTING, CLOSED));
        NEXT.put(CONNECTING, EnumSet.of(REGISTERING, BACKING_OFF, DRAINING, CLOSED));
        NEXT.put(REGISTERING, EnumSet.of(READY, BACKING_OFF, DRAINING, CLOSED));
        NEXT.put(READY, EnumSet.of(BACKING_OFF, DRAINING, CLOSED));
        NEXT.put(BACKING_OFF, EnumSet.of(CONNECTING, DRAINING, CLOSED));
        NEXT.put(DRAINING, EnumSet.of(CLOSED));
        NEXT.put(CLOSED, EnumSet.noneOf(SessionState.class));
    }

    /** Returns the states that may follow this one. */
    public Set<SessionState> next() {
        return Set.copyOf(NEXT.getOrDefault(this, Set.of()));
    }
}
