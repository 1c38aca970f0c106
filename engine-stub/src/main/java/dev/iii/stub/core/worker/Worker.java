package dev.iii.stub.core.worker;

import dev.iii.protocol.Frame;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.environment.StubClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected worker: its identity, what it has registered, and the way to send frames to it.
 *
 * <p>Thread-safe, except for the lists of what it has registered. These are only used under the {@link EngineLock}.
 */
public final class Worker implements ConnectedWorker {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

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
    private @Nullable Set<String> functionIds;
    private @Nullable Set<String> triggerIds;

    /**
     * A worker that has just connected.
     *
     * @param overflow runs once, on a thread of the clock, if the worker does not read its messages; the connection is
     *     aborted before
     */
    public Worker(UUID id, OutboundConnection connection, Access access, StubClock clock, Runnable overflow) {
        this.clock = clock;
        this.connection = connection;
        this.limit = new FrameLimit(connection.maxFrameBytes());
        this.access = access;
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

    /** Replaces the announcement of the worker. */
    public void announcement(Announcement next) {
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

    /** Notes that the connection is over. */
    public void markGone() {
        gone = true;
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
        return functionIds == null ? Set.of() : functionIds;
    }

    /** Adds a function to those that the worker owns. */
    public void addFunction(String functionId) {
        Set<String> ids = functionIds;
        if (ids == null) {
            ids = new LinkedHashSet<>();
            functionIds = ids;
        }
        ids.add(functionId);
        functionCount = ids.size();
    }

    /** Removes a function from those that the worker owns. */
    public void removeFunction(String functionId) {
        Set<String> ids = functionIds;
        if (ids != null) {
            ids.remove(functionId);
            functionCount = ids.size();
        }
    }

    /** Returns the ids of the triggers that end with the connection. */
    public Set<String> triggerIds() {
        return triggerIds == null ? Set.of() : triggerIds;
    }

    /** Adds a trigger to those that end with the connection. */
    public void addTrigger(String triggerId) {
        Set<String> ids = triggerIds;
        if (ids == null) {
            ids = new LinkedHashSet<>();
            triggerIds = ids;
        }
        ids.add(triggerId);
    }

    /** Removes a trigger from those that end with the connection. */
    public void removeTrigger(String triggerId) {
        if (triggerIds != null) {
            triggerIds.remove(triggerId);
        }
    }
}
