package dev.iii.sdk.internal.session;

import dev.iii.protocol.Frame;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import org.jspecify.annotations.Nullable;

/**
 * A function, trigger or trigger type that a worker registers. Two registrations are different even if their frames are
 * equal. The mutable part belongs to the session.
 */
public final class SessionRegistration {

    /** The kind of a registration, in the order in which the session sends them on a new connection. */
    public enum Kind {
        TRIGGER_TYPE("trigger type"),
        FUNCTION("function"),
        TRIGGER("trigger");

        private final String name;

        Kind(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The state of a registration at the engine, as far as the session knows it. */
    enum RegistrationState {
        /** Not sent on the current connection, or sent and neither confirmed nor refused. */
        PENDING,
        CONFIRMED,
        REFUSED,
        /** A function that another worker owns; it is sent again until that worker leaves. */
        STANDBY,
        /** A trigger whose function this worker does not own. It is not sent, because it would also fire for the owner. */
        HELD
    }

    private final Kind kind;
    private final String id;
    private final RegistrationCallbacks callbacks;

    // Owned by the session.
    private Frame frame;
    RegistrationState state = RegistrationState.PENDING;
    long sentBeforeFence;
    boolean standbyReported;
    /** The id of the worker that owns a function on standby; {@code null} if it is not known. */
    @Nullable
    String owner;

    /** The number of refusals on this connection; see {@link RefusedTriggers}. */
    int refusals;

    /** The time of the next attempt, or of the end of the probation. */
    long dueAt;

    /**
     * @param frame the frame that registers it
     * @param callbacks called by the runtime, not by the session
     */
    public SessionRegistration(Frame frame, RegistrationCallbacks callbacks) {
        this.frame = frame;
        this.callbacks = callbacks;
        this.kind = kindOf(frame);
        this.id = idOf(frame);
    }

    Frame frame() {
        return frame;
    }

    void amend(RegisterFunction better) {
        frame = better;
    }

    public RegistrationCallbacks callbacks() {
        return callbacks;
    }

    public Kind kind() {
        return kind;
    }

    public String id() {
        return id;
    }

    private static Kind kindOf(Frame frame) {
        if (frame instanceof RegisterFunction) {
            return Kind.FUNCTION;
        }
        if (frame instanceof RegisterTrigger) {
            return Kind.TRIGGER;
        }
        if (frame instanceof RegisterTriggerType) {
            return Kind.TRIGGER_TYPE;
        }
        throw new IllegalArgumentException("this frame registers nothing: " + frame);
    }

    private static String idOf(Frame frame) {
        if (frame instanceof RegisterFunction f) {
            return f.id();
        }
        if (frame instanceof RegisterTrigger t) {
            return t.id();
        }
        return ((RegisterTriggerType) frame).id();
    }

    /** Returns the function that a trigger calls; {@code null} for other kinds. */
    @Nullable
    String functionId() {
        return frame instanceof RegisterTrigger t ? t.functionId() : null;
    }

    /** Returns the type of a trigger; {@code null} for other kinds. */
    @Nullable
    String triggerType() {
        return frame instanceof RegisterTrigger t ? t.triggerType() : null;
    }

    /** Returns {@code true} if this is a trigger that subscribes to a topic. */
    boolean isSubscription() {
        return "subscribe".equals(triggerType());
    }

    /** Returns the frame that unregisters it; {@code null} if the protocol has none. */
    @Nullable
    Frame unregister() {
        return switch (kind) {
            case FUNCTION -> new UnregisterFunction(id);
            case TRIGGER -> new UnregisterTrigger(id, ((RegisterTrigger) frame).triggerType());
            case TRIGGER_TYPE -> null;
        };
    }

    /** Returns a description for messages. The id of a trigger is usually random, so its type and its function come first. */
    @Override
    public String toString() {
        return frame instanceof RegisterTrigger t
                ? t.triggerType() + " trigger of " + t.functionId() + " (" + id + ")"
                : kind + " " + id;
    }
}
