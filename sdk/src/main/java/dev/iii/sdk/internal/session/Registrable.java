package dev.iii.sdk.internal.session;

import dev.iii.protocol.Frame;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import org.jspecify.annotations.Nullable;

/**
 * Something that a worker registers. Two registrables are different even when their frames are equal.
 *
 * <p>The state belongs to the session that it is registered with.
 */
public final class Registrable {

    /** What is registered, in the order in which a connection is furnished. */
    public enum Kind {
        TRIGGER_TYPE("trigger type"),
        FUNCTION("function"),
        TRIGGER("trigger");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** What the engine is known to think of it. */
    enum Standing {
        /** Not sent on the current connection, or sent and not known to have arrived. */
        OFFERED,
        CONFIRMED,
        REFUSED,
        /** A function that another worker has; it is offered again until that worker leaves. */
        STANDBY,
        /** A trigger whose function is not ours yet; it is not offered, since it would fire for the owner as well. */
        HELD
    }

    private final Kind kind;
    private final String id;
    private final Object owner;

    // Owned by the session.
    private Frame frame;
    Standing standing = Standing.OFFERED;
    long sentBeforeFence;
    boolean toldOfStandby;
    /** How often it was refused on this connection, and when it is looked at again; see {@link Upkeep}. */
    int refusals;

    long dueAt;

    /**
     * @param frame a frame of registration
     * @param owner what the runtime keeps with it; the session does not look at it
     */
    public Registrable(Frame frame, Object owner) {
        this.frame = frame;
        this.owner = owner;
        this.kind = kindOf(frame);
        this.id = idOf(frame);
    }

    Frame frame() {
        return frame;
    }

    void amend(RegisterFunction better) {
        frame = better;
    }

    public Object owner() {
        return owner;
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
        throw new IllegalArgumentException("no registration: " + frame);
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

    /** The function that a trigger calls; {@code null} for everything else. */
    @Nullable
    String functionId() {
        return frame instanceof RegisterTrigger t ? t.functionId() : null;
    }

    /** The type of a trigger; {@code null} for everything else. */
    @Nullable
    String triggerType() {
        return frame instanceof RegisterTrigger t ? t.triggerType() : null;
    }

    /** The frame that takes it back; {@code null} where the protocol has none. */
    @Nullable
    Frame unregister() {
        return switch (kind) {
            case FUNCTION -> new UnregisterFunction(id);
            case TRIGGER -> new UnregisterTrigger(id, ((RegisterTrigger) frame).triggerType());
            case TRIGGER_TYPE -> null;
        };
    }

    @Override
    public String toString() {
        return kind.words + " " + id;
    }
}
