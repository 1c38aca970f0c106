package dev.iii.sdk.internal.session;

import dev.iii.protocol.InvokeFunction;
import java.util.Objects;
import java.util.UUID;

/** A call on its way. The mutable part belongs to the session that it is given to. */
public final class PendingCall {

    private final UUID id;
    private final InvokeFunction frame;
    private final long deadlineNanos;
    private final Object owner;

    /** Where the call is. */
    enum Place {
        NEW,
        QUEUED,
        SENT,
        DONE
    }

    // Owned by the session.
    Place place = Place.NEW;
    int heapIndex = -1;

    /**
     * @param id the key of the call; equal to the invocation id of the frame where it has one
     * @param frame what is sent; without an invocation id for void calls
     * @param deadlineNanos when it has ended at the latest
     * @param owner who is told; the session does not look at it
     */
    public PendingCall(UUID id, InvokeFunction frame, long deadlineNanos, Object owner) {
        this.id = Objects.requireNonNull(id);
        this.frame = frame;
        this.deadlineNanos = deadlineNanos;
        this.owner = owner;
    }

    public UUID id() {
        return id;
    }

    public InvokeFunction frame() {
        return frame;
    }

    public long deadlineNanos() {
        return deadlineNanos;
    }

    public Object owner() {
        return owner;
    }

    boolean wantsAnswer() {
        return frame.invocationId() != null;
    }

    /** What it costs to keep it waiting. */
    int bytes() {
        return frame.data().length() + frame.functionId().length() + 200;
    }
}
