package dev.iii.stub.core.worker;

import dev.iii.protocol.Frame;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.StubClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One connected worker: its identity, what it has registered, and the way to send frames to it.
 *
 * <p>Thread-safe, except for the lists of what it has registered. These are only used under the {@link EngineLock}.
 */
public final class Worker implements ConnectedWorker {

    private static final Logger log = BoundedLogger.of(Worker.class);

    /** The memory of a registration apart from its content. */
    private static final int REGISTRATION = 400;

    private final StubClock clock;
    private final OutboundConnection connection;
    private final FrameLimit limit;
    private final Access access;
    private final Runnable overflow;
    private final String id;
    private final byte[] idBytes;
    private final Instant connectedAt;
    private final AtomicInteger activeInvocations = new AtomicInteger();
    private volatile boolean gone;
    private volatile Announcement announcement = Announcement.NONE;
    private volatile boolean overflowed;
    private volatile int functionCount;

    // Created when needed: with many thousand connections, most workers have none of these.
    private @Nullable Map<String, Long> functionBytes;
    private @Nullable Map<String, Long> triggerBytes;
    private @Nullable Map<String, Long> triggerTypeBytes;

    private final WorkerMemory.Share kept;
    private long keptBytes;

    private final PendingMemory pending;

    /**
     * A worker that has just connected.
     *
     * @param kept counts what is kept for the worker towards the limit of all workers
     * @param pending the memory of what waits for the worker
     * @param overflow runs once, on a thread of the clock, if the worker does not read its messages; the connection is
     *     aborted before
     */
    public Worker(
            UUID id,
            OutboundConnection connection,
            Access access,
            StubClock clock,
            WorkerMemory.Share kept,
            PendingMemory pending,
            Runnable overflow) {
        this.clock = clock;
        this.connection = connection;
        this.limit = new FrameLimit(connection.maxFrameBytes());
        this.access = access;
        this.kept = kept;
        this.pending = pending;
        this.overflow = overflow;
        this.id = id.toString();
        this.idBytes = this.id.getBytes(StandardCharsets.US_ASCII);
        this.connectedAt = clock.now();
    }

    // ---------------------------------------------------------------- identity

    @Override
    public String id() {
        return id;
    }

    /** Returns the id in ASCII, which callers must not change. */
    public byte[] idBytes() {
        return idBytes;
    }

    @Override
    public @Nullable String name() {
        return announcement.name();
    }

    @Override
    public String namespace() {
        return Namespaces.orDefault(announcement.namespace());
    }

    @Override
    public Announcement announcement() {
        return announcement;
    }

    /** Replaces the announcement of the worker. Called under the {@link EngineLock}. */
    public void announcement(Announcement next) {
        keep(next.length() - announcement.length());
        announcement = next;
    }

    @Override
    public String address() {
        return connection.address();
    }

    @Override
    public Instant connectedAt() {
        return connectedAt;
    }

    @Override
    public Access access() {
        return access;
    }

    /** Returns {@code true} if the connection is over. */
    public boolean isGone() {
        return gone;
    }

    /** Notes that the connection is over. Called under the {@link EngineLock}. */
    public void markGone() {
        gone = true;
        kept.update(0);
    }

    /** Returns name and id, for the log. */
    @Override
    public String toString() {
        String name = name();
        return name == null ? id : name + " (" + id + ")";
    }

    // ---------------------------------------------------------------- calls and frames

    @Override
    public int activeInvocations() {
        return activeInvocations.get();
    }

    /** Returns the memory of the calls that the worker has made, and of its channels. */
    public PendingMemory.Account made() {
        return pending.made();
    }

    /** Returns the memory of the calls that the engine itself has made and the worker is answering. */
    public PendingMemory.Account served() {
        return pending.served();
    }

    @Override
    public boolean hold(long bytes) {
        return pending.made().tryAdd(bytes);
    }

    @Override
    public void release(long bytes) {
        pending.made().remove(bytes);
    }

    /** Counts a call that the worker makes or is sent. */
    public void callStarted() {
        activeInvocations.incrementAndGet();
    }

    /** Counts the end of such a call. */
    public void callEnded() {
        activeInvocations.decrementAndGet();
    }

    /**
     * Returns why a frame cannot be sent to this worker because of its size; {@code null} if it can be sent. A frame that
     * this worker can do without is checked with this method, so that its sender learns the reason.
     */
    public @Nullable String tooLarge(Frame frame) {
        return limit.fits(frame) ? null : limit.reason(frame);
    }

    /**
     * Sends a frame, in order. A worker that does not read its messages is dropped when its outbox is full: a worker
     * either gets every frame in order, or its connection is closed. If the frame is too large to be sent at all, a
     * smaller error takes its place if there is one.
     */
    public void send(Frame frame) {
        Frame sent = limit.fits(frame) ? frame : smaller(frame);
        if (sent == null || overflowed || connection.send(sent) != OutboundConnection.Sent.FULL) {
            return;
        }
        overflowed = true;
        log.warn("Worker {} does not read its messages; its outbox is full, so its connection is dropped", this);
        // Not on this thread: the sender may be in the middle of a change of the registrations.
        clock.after(Duration.ZERO, () -> {
            connection.abort("the worker does not read");
            overflow.run();
        });
    }

    private @Nullable Frame smaller(Frame frame) {
        Frame smaller = limit.smaller(frame);
        log.warn(
                "A {} for worker {} is not sent, because {}{}",
                frame.getClass().getSimpleName(),
                this,
                limit.reason(frame),
                smaller == null ? "" : "; a smaller error is sent instead");
        return smaller;
    }

    // ---------------------------------------------------------------- registrations

    @Override
    public int functionCount() {
        return functionCount;
    }

    /** Returns the ids of the functions that the worker owns. */
    public Set<String> functionIds() {
        return functionBytes == null ? Set.of() : functionBytes.keySet();
    }

    /**
     * Adds a function to those that the worker owns.
     *
     * @param bytes the size of its registration
     */
    public void addFunction(String functionId, long bytes) {
        Map<String, Long> ids = functionBytes;
        if (ids == null) {
            ids = new LinkedHashMap<>();
            functionBytes = ids;
        }
        add(ids, functionId, bytes);
        functionCount = ids.size();
    }

    /** Removes a function from those that the worker owns. */
    public void removeFunction(String functionId) {
        Map<String, Long> ids = functionBytes;
        if (ids != null) {
            remove(ids, functionId);
            functionCount = ids.size();
        }
    }

    /** Returns the ids of the triggers that end with the connection. */
    public Set<String> triggerIds() {
        return triggerBytes == null ? Set.of() : triggerBytes.keySet();
    }

    /**
     * Adds a trigger to those that end with the connection.
     *
     * @param bytes the size of its registration
     */
    public void addTrigger(String triggerId, long bytes) {
        Map<String, Long> ids = triggerBytes;
        if (ids == null) {
            ids = new LinkedHashMap<>();
            triggerBytes = ids;
        }
        add(ids, triggerId, bytes);
    }

    /** Removes a trigger from those that end with the connection. */
    public void removeTrigger(String triggerId) {
        if (triggerBytes != null) {
            remove(triggerBytes, triggerId);
        }
    }

    /**
     * Counts a trigger type that the worker provides.
     *
     * @param bytes the size of its registration
     */
    public void addTriggerType(String name, long bytes) {
        Map<String, Long> names = triggerTypeBytes;
        if (names == null) {
            names = new LinkedHashMap<>();
            triggerTypeBytes = names;
        }
        add(names, name, bytes);
    }

    /** Counts a trigger type no longer, because another worker provides it. */
    public void removeTriggerType(String name) {
        if (triggerTypeBytes != null) {
            remove(triggerTypeBytes, name);
        }
    }

    private void add(Map<String, Long> ids, String id, long bytes) {
        long cost = bytes + REGISTRATION;
        Long before = ids.put(id, cost);
        keep(before == null ? cost : cost - before);
    }

    private void remove(Map<String, Long> ids, String id) {
        Long before = ids.remove(id);
        if (before != null) {
            keep(-before);
        }
    }

    /**
     * Counts bytes that are kept for the worker, or subtracts them if the number is negative. If too many are kept for all
     * workers together, the one with the most is dropped. Called under the {@link EngineLock}.
     */
    public void keep(long bytes) {
        keptBytes += bytes;
        if (!gone) {
            kept.update(keptBytes);
        }
    }
}
