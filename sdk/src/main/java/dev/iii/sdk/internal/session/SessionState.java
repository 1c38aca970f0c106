package dev.iii.sdk.internal.session;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a worker's session stands. {@link #next} is the whole table of legal transitions. */
public enum SessionState {
    /** Made, not started. */
    IDLE,
    /** A connection is being made. */
    CONNECTING,
    /** Connected; the announcement is out and not yet answered. */
    REGISTERING,
    /** Announced: calls go out and come in. */
    READY,
    /** Not connected; the next try has a time. */
    BACKING_OFF,
    /** No new invocations; what runs may end. */
    DRAINING,
    /** The end. */
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

    /** The states that may follow. */
    public Set<SessionState> next() {
        return Set.copyOf(NEXT.getOrDefault(this, Set.of()));
    }
}
