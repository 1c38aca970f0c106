package dev.iii.stub.core.connection;

import dev.iii.protocol.Frame;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.Ids;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.worker.OutboundConnection;
import dev.iii.stub.core.worker.PendingMemory;
import dev.iii.stub.core.worker.Worker;
import dev.iii.stub.core.worker.WorkerMemory;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The connection of a worker, for the port that serves it. Receives the frames of the worker.
 *
 * <p>Frames are received by one thread at a time. The frames that wait and the name of the worker are only used under the
 * {@link dev.iii.stub.core.worker.EngineLock}.
 */
public final class WorkerConnection {

    private static final Logger log = BoundedLogger.of(WorkerConnection.class);
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);
    private static final String TOO_MUCH_REGISTERED = "its registrations need too much memory";
    private static final String TOO_MUCH_PENDING = "its calls without a result, and its channels, need too much memory";
    /** While a registration is being decided, the connection is not read if more bytes of later frames wait. */
    private static final long MAX_WAITING_FOR_DECISION = 1 << 20;

    /** The state of the connection, which decides whether registrations take effect. */
    enum Gate {
        /** The namespace is not known yet, so registrations wait. */
        UNDECLARED,
        /** A registration is being decided, so everything except results waits. */
        ASKING,
        /** Registrations take effect immediately. */
        OPEN,
        /** The connection is over, so every frame is ignored. */
        GONE
    }

    /** Receives the events of a connection. */
    interface FrameHandler {

        /** Called for each frame unless the connection is over. */
        void received(WorkerConnection connection, Frame frame, int bytes);

        /** Called when the connection is over, possibly more than once. */
        void ended(WorkerConnection connection, String reason);

        /** Called after the end of a connection that was dropped because too much waits for its worker. */
        void evicted(WorkerConnection connection);
    }

    /** A frame that waits for the gate. */
    private record HeldFrame(Frame frame, int bytes) {}

    private final Worker worker;
    private final OutboundConnection outbound;
    private final FrameHandler handler;
    private final String reattachToken;
    private final LogLimiter malformedFrames;
    private volatile Gate gate = Gate.UNDECLARED;
    private @Nullable ArrayDeque<HeldFrame> held;
    private long heldBytes;
    private boolean paused;
    private @Nullable String leasedName;
    private boolean logged;
    private StubClock.@Nullable Alarm grace;

    WorkerConnection(
            OutboundConnection outbound,
            Access access,
            StubClock clock,
            Ids ids,
            WorkerMemory memory,
            WorkerMemory pending,
            FrameHandler handler) {
        this.outbound = outbound;
        this.handler = handler;
        // The connection is not dropped on the thread that exceeds a limit, because that thread may hold locks.
        WorkerMemory.Share kept =
                memory.share(() -> clock.after(Duration.ZERO, () -> drop(memory, TOO_MUCH_REGISTERED)));
        WorkerMemory.Share waiting = pending.share(() -> clock.after(Duration.ZERO, () -> {
            drop(pending, TOO_MUCH_PENDING);
            handler.evicted(this);
        }));
        this.worker = new Worker(
                ids.next(),
                outbound,
                access,
                clock,
                kept,
                new PendingMemory(waiting, pending.maxBytes()),
                () -> handler.ended(this, "its outbox was full"));
        this.reattachToken = ids.secret().toString();
        this.malformedFrames = new LogLimiter(clock::nanoTime, 1, LOG_PERIOD);
    }

    // ---------------------------------------------------------------- for the port

    /** Returns the worker at the other end. */
    public Worker worker() {
        return worker;
    }

    /**
     * Handles a frame of the worker.
     *
     * @param bytes the size of the message, for the limit on frames that wait
     */
    public void receive(Frame frame, int bytes) {
        if (gate != Gate.GONE) {
            handler.received(this, frame, bytes);
        }
    }

    private void drop(WorkerMemory memory, String reason) {
        memory.logDrop("The connection of worker " + worker);
        outbound.abort(reason);
        handler.ended(this, reason);
    }

    /** Logs that the worker has sent a message that is not a frame. */
    public void malformed(String why) {
        malformedFrames.log(note -> log.warn("A message of worker {} is ignored: {}{}", worker, why, note));
    }

    /** Removes the worker, because its connection is closed. Idempotent. */
    public void disconnected(String reason) {
        handler.ended(this, reason);
    }

    // ---------------------------------------------------------------- for this package

    String reattachToken() {
        return reattachToken;
    }

    OutboundConnection outbound() {
        return outbound;
    }

    Gate gate() {
        return gate;
    }

    void gate(Gate next) {
        gate = next;
        if (next == Gate.GONE) {
            worker.markGone();
        }
    }

    @Nullable
    String leasedName() {
        return leasedName;
    }

    void leasedName(@Nullable String name) {
        leasedName = name;
    }

    /** Returns {@code true} if the log says that the worker is connected, and must say when it is not any more. */
    boolean isLogged() {
        return logged;
    }

    void logged() {
        logged = true;
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

    /** Keeps a frame for later and returns the number of bytes that wait now. */
    long hold(Frame frame, int bytes) {
        ArrayDeque<HeldFrame> frames = held;
        if (frames == null) {
            frames = new ArrayDeque<>();
            held = frames;
        }
        frames.add(new HeldFrame(frame, bytes));
        heldBytes += bytes;
        worker.keep(bytes);
        if (gate == Gate.ASKING && heldBytes > MAX_WAITING_FOR_DECISION && !paused) {
            paused = true;
            outbound.pauseReading();
        }
        return heldBytes;
    }

    /** Reads the connection again if it was not read because too many frames waited. */
    void resume() {
        if (paused && heldBytes <= MAX_WAITING_FOR_DECISION) {
            paused = false;
            outbound.resumeReading();
        }
    }

    /** Removes the next frame that waits, or returns {@code null} if none waits. */
    @Nullable
    Frame release() {
        HeldFrame next = held == null ? null : held.poll();
        if (next == null) {
            return null;
        }
        heldBytes -= next.bytes();
        worker.keep(-next.bytes());
        return next.frame();
    }

    boolean holdsFrames() {
        return held != null && !held.isEmpty();
    }

    void forgetHeld() {
        held = null;
        worker.keep(-heldBytes);
        heldBytes = 0;
    }

    @Override
    public String toString() {
        return worker.toString();
    }
}
