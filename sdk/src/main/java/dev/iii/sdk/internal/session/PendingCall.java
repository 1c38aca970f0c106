package dev.iii.sdk.internal.session;

import dev.iii.protocol.InvokeFunction;
import java.util.Objects;
import java.util.UUID;

/** A call that has not ended. Its mutable part belongs to the session that it was passed to. */
public final class PendingCall {

    private final UUID id;
    private final InvokeFunction frame;
    private final long deadlineNanos;
    private final CallCompletion completion;

    /** The place of the call in the session. */
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
     * @param id the key of the call; equal to the invocation id of the frame if the frame has one
     * @param frame the frame to send; without an invocation id for void calls
     * @param deadlineNanos the time at which the call ends at the latest
     * @param completion receives the outcome
     */
    public PendingCall(UUID id, InvokeFunction frame, long deadlineNanos, CallCompletion completion) {
        this.id = Objects.requireNonNull(id);
        this.frame = frame;
        this.deadlineNanos = deadlineNanos;
        this.completion = completion;
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

    public CallCompletion completion() {
        return completion;
    }

    /** Returns {@code true} if the engine returns a result; {@code false} for void calls. */
    boolean expectsResult() {
        return frame.invocationId() != null;
    }

    /** Returns the approximate number of bytes that the call occupies while it waits. */
    int bytes() {
        return frame.data().length() + frame.functionId().length() + 200;
    }
}
