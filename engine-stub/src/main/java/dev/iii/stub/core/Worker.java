package dev.iii.stub.core;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.Pong;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterService;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected worker.
 *
 * <p>Its frames are received by one thread at a time. What it has registered is guarded by the engine's
 * {@link Lifecycle} lock; calls go around that lock.
 */
public final class Worker {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Pong PONG = new Pong();

    /** What becomes of the worker's registrations. */
    enum Gate {
        /** The namespace is not known yet: registrations wait. */
        UNDECLARED,
        /** Somebody is being asked about a registration: everything but answers waits. */
        ASKING,
        /** Registrations take effect at once. */
        OPEN,
        /** The connection is over; nothing counts any more. */
        GONE
    }

    /** A frame that waits for the gate. */
    record Held(Frame frame, int bytes) {}

    private final Engine engine;
    private final Peer peer;
    private final Access access;
    private final String id;
    private final byte[] idBytes;
    private final String reattachToken;
    private final Instant connectedAt;
    private final AtomicInteger activeInvocations = new AtomicInteger();
    private final LogBudget malformedFrames;
    private volatile Gate gate = Gate.UNDECLARED;
    private volatile Announcement announcement = Announcement.NONE;
    private volatile boolean overflowed;

    // Guarded by the lifecycle lock; made when needed, since most connections of a crowd have none of them.
    private @Nullable ArrayDeque<Held> held;
    private long heldBytes;
    private @Nullable Set<String> functionIds;
    private @Nullable Set<String> triggerIds;
    private @Nullable String leasedName;
    private StubClock.@Nullable Alarm grace;

    Worker(Engine engine, Peer peer, Access access) {
        this.engine = engine;
        this.peer = peer;
        this.access = access;
        UUID newId = engine.ids().next();
        this.id = newId.toString();
        this.idBytes = id.getBytes(StandardCharsets.US_ASCII);
        this.reattachToken = engine.ids().secret().toString();
        this.connectedAt = engine.clock().now();
        this.malformedFrames = engine.malformedFrameBudget();
    }

    // ---------------------------------------------------------------- for everybody

    public String id() {
        return id;
    }

    /** Its name, {@code null} as long as it has told none. */
    public @Nullable String name() {
        return announcement.name();
    }

    /** The namespace of its functions; the default one as long as it has told none. */
    public String namespace() {
        String namespace = announcement.namespace();
        return namespace == null ? Engine.DEFAULT_NAMESPACE : namespace;
    }

    /** What it has told about itself. */
    public Announcement announcement() {
        return announcement;
    }

    /** Its IP address. */
    public String address() {
        return peer.address();
    }

    public Instant connectedAt() {
        return connectedAt;
    }

    /** What it may do. */
    public Access access() {
        return access;
    }

    /** How many calls are in flight that it has made or is answering. */
    public int activeInvocations() {
        return activeInvocations.get();
    }

    /** How many functions it has registered. */
    public int functionCount() {
        return engine.lifecycle().get(() -> functionIds().size());
    }

    /** Whether its connection is over. */
    public boolean isGone() {
        return gate == Gate.GONE;
    }

    /** Its name and id, for the log. */
    @Override
    public String toString() {
        String name = name();
        return name == null ? id : name + " (" + id + ")";
    }

    // ---------------------------------------------------------------- for the port it is connected to

    /**
     * Takes a frame from the worker.
     *
     * @param bytes the size of the message, for the limits on what waits
     */
    public void receive(Frame frame, int bytes) {
        Gate now = gate;
        if (now == Gate.GONE) {
            return;
        }
        if (frame instanceof InvokeFunction call) {
            if (now == Gate.ASKING) {
                engine.registrations().receive(this, call, bytes);
            } else {
                engine.calls().fromWorker(this, call);
            }
        } else if (frame instanceof InvocationResult result) {
            engine.calls().answered(result);
        } else if (frame instanceof RegisterFunction
                || frame instanceof UnregisterFunction
                || frame instanceof RegisterTrigger
                || frame instanceof UnregisterTrigger
                || frame instanceof RegisterTriggerType
                || frame instanceof RegisterService) {
            engine.registrations().receive(this, frame, bytes);
        } else if (frame instanceof TriggerRegistrationResult result) {
            engine.registrations().answered(this, result);
        } else if (frame instanceof Reattach reattach) {
            engine.connections().reattach(this, reattach);
        } else if (frame instanceof Ping) {
            send(PONG);
        } else {
            log.debug("Worker {} sent a frame that only the engine sends; it is ignored", this);
        }
    }

    /** Notes that the worker sent something that is no frame. */
    public void malformed(String why) {
        malformedFrames.spend(note -> log.warn("A message of worker {} is ignored: {}{}", this, why, note));
    }

    /** Ends the worker: its connection is over. Idempotent. */
    public void disconnected(String reason) {
        engine.connections().disconnect(this, reason);
    }

    // ---------------------------------------------------------------- for the core

    byte[] idBytes() {
        return idBytes;
    }

    String reattachToken() {
        return reattachToken;
    }

    Peer peer() {
        return peer;
    }

    void callStarted() {
        activeInvocations.incrementAndGet();
    }

    void callEnded() {
        activeInvocations.decrementAndGet();
    }

    /**
     * Sends a frame, in order. A worker that does not read what it is sent is dropped when its outbox is full: whatever
     * it was to get, it gets all of it in order or its connection ends.
     */
    void send(Frame frame) {
        if (overflowed || peer.send(frame) != Peer.Sent.FULL) {
            return;
        }
        overflowed = true;
        log.warn("Worker {} does not read what it is sent; its outbox is full, so its connection is dropped", this);
        // Not from here: the sender may be in the middle of a change of the registrations.
        engine.clock().after(Duration.ZERO, () -> {
            peer.abort("the worker does not read");
            disconnected("its outbox was full");
        });
    }

    Gate gate() {
        return gate;
    }

    void gate(Gate next) {
        gate = next;
    }

    void announcement(Announcement next) {
        announcement = next;
    }

    @Nullable
    String leasedName() {
        return leasedName;
    }

    void leasedName(@Nullable String name) {
        leasedName = name;
    }

    void grace(StubClock.Alarm alarm) {
        grace = alarm;
    }

    void cancelGrace() {
        StubClock.Alarm alarm = grace;
        if (alarm != null) {
            alarm.cancel();
            grace = null;
        }
    }

    /** Keeps a frame for later; the number of bytes that wait now. */
    long hold(Frame frame, int bytes) {
        ArrayDeque<Held> frames = held;
        if (frames == null) {
            frames = new ArrayDeque<>();
            held = frames;
        }
        frames.add(new Held(frame, bytes));
        heldBytes += bytes;
        return heldBytes;
    }

    /** The next frame that waits, or {@code null}. */
    @Nullable
    Frame release() {
        Held next = held == null ? null : held.poll();
        if (next == null) {
            return null;
        }
        heldBytes -= next.bytes();
        return next.frame();
    }

    boolean holdsFrames() {
        return held != null && !held.isEmpty();
    }

    void forgetHeld() {
        held = null;
        heldBytes = 0;
    }

    Set<String> functionIds() {
        return functionIds == null ? Set.of() : functionIds;
    }

    void owns(Function function) {
        Set<String> ids = functionIds;
        if (ids == null) {
            ids = new LinkedHashSet<>();
            functionIds = ids;
        }
        ids.add(function.id());
    }

    void ownsNoMore(String functionId) {
        if (functionIds != null) {
            functionIds.remove(functionId);
        }
    }

    Set<String> triggerIds() {
        return triggerIds == null ? Set.of() : triggerIds;
    }

    void owns(Trigger trigger) {
        Set<String> ids = triggerIds;
        if (ids == null) {
            ids = new LinkedHashSet<>();
            triggerIds = ids;
        }
        ids.add(trigger.id());
    }

    void ownsNoMore(Trigger trigger) {
        if (triggerIds != null) {
            triggerIds.remove(trigger.id());
        }
    }
}
