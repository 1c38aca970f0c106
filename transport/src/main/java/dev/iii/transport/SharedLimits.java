package dev.iii.transport;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits that the connections of several event loops share. They are parts of the maximum heap, so that slow or hostile
 * peers cannot use all memory of the process: an {@link OutOfMemoryError} would hit any connection. {@link Limits} are the
 * limits of a single connection; the smaller limit counts. Thread-safe.
 *
 * <p>The parts are small, because a message exists several times while it is received, decoded and sent on.
 */
public final class SharedLimits {

    private static final Logger log = LoggerFactory.getLogger(SharedLimits.class);

    /** The bytes that wait to be sent on all connections: a quarter of the heap. */
    static final int WAITING_SHARE = 4;

    /** The incomplete received messages of all connections: an eighth of the heap. */
    static final int INCOMPLETE_SHARE = 8;

    /** The memory that is kept for connections until they close: an eighth of the heap. */
    static final int KEPT_SHARE = 8;

    /** Everything that waits for answers of peers and has no other limit, for example calls without a result: a quarter of the heap. */
    static final int PENDING_SHARE = 4;

    /** One received message: a sixteenth of the heap, but see {@link #MIN_MESSAGE}. */
    static final int MESSAGE_SHARE = 16;

    /**
     * Messages of this size are received also with a small heap, because programs expect it. With a heap below 32 MiB, a
     * message may use an eighth of the heap, like all incomplete messages together.
     */
    static final int MIN_MESSAGE = 4 << 20;

    private static final int DROP_LINES = 20;
    private static final Duration DROP_PERIOD = Duration.ofSeconds(10);

    private static final SharedLimits PROCESS = ofHeap();

    private final LogLimiter drops = new LogLimiter(System::nanoTime, DROP_LINES, DROP_PERIOD);
    private final MemoryBudget waiting;
    private final MemoryBudget incomplete;
    private final MemoryBudget kept;
    private final MemoryBudget pending;
    private final int maxMessageBytes;

    private SharedLimits(long maxHeap) {
        waiting = new MemoryBudget(Math.max(1, maxHeap / WAITING_SHARE));
        incomplete = new MemoryBudget(Math.max(1, maxHeap / INCOMPLETE_SHARE));
        kept = new MemoryBudget(Math.max(1, maxHeap / KEPT_SHARE));
        pending = new MemoryBudget(Math.max(1, maxHeap / PENDING_SHARE));
        long message = Math.max(maxHeap / MESSAGE_SHARE, Math.min(MIN_MESSAGE, maxHeap / INCOMPLETE_SHARE));
        maxMessageBytes = (int) Math.max(1, Math.min(Integer.MAX_VALUE, message));
    }

    /**
     * Returns new limits for a given heap.
     *
     * @param maxHeap the maximum size of the heap in bytes
     * @throws IllegalArgumentException if the size is not positive
     */
    public static SharedLimits forHeap(long maxHeap) {
        if (maxHeap < 1) {
            throw new IllegalArgumentException("maxHeap must be positive");
        }
        return new SharedLimits(maxHeap);
    }

    /** Returns new limits for the heap of this process. */
    public static SharedLimits ofHeap() {
        return forHeap(Runtime.getRuntime().maxMemory());
    }

    /** Returns the limits that all event loops of this process share if they were created without limits. */
    public static SharedLimits ofProcess() {
        return PROCESS;
    }

    /** Returns the maximum number of bytes that wait to be sent on all connections together. */
    public long maxWaitingBytes() {
        return waiting.limit();
    }

    /** Returns the maximum size of the incomplete received messages of all connections together. */
    public long maxIncompleteBytes() {
        return incomplete.limit();
    }

    /** Returns the maximum number of bytes that are kept for all connections together until they end. */
    public long maxKeptBytes() {
        return kept.limit();
    }

    /** Returns the maximum number of bytes that wait for answers for all connections together. */
    public long maxPendingBytes() {
        return pending.limit();
    }

    /** Returns the maximum size of a received message. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Returns the number of bytes that wait to be sent on all connections together now. */
    public long waitingBytes() {
        return waiting.heldBytes();
    }

    /**
     * Returns a holder for bytes that wait to be sent on a connection outside of this package, for example a response of an
     * HTTP server.
     *
     * @param evicted disconnects the peer, because it holds most of too many bytes. Called at most once, by any thread, also
     *     within {@link HeldBytes#update} of any holder. It must neither block nor throw
     */
    public HeldBytes holdWaiting(Runnable evicted) {
        return new HeldBytes(waiting, evicted);
    }

    /**
     * Returns a holder for an incomplete received message of a connection outside of this package, for example the body of an
     * HTTP request. Otherwise like {@link #holdWaiting}.
     */
    public HeldBytes holdIncomplete(Runnable evicted) {
        return new HeldBytes(incomplete, evicted);
    }

    /**
     * Returns a holder for bytes that are kept for a connection until it ends, for example what it has registered. Otherwise
     * like {@link #holdWaiting}.
     */
    public HeldBytes holdKept(Runnable evicted) {
        return new HeldBytes(kept, evicted);
    }

    /**
     * Returns a holder for the memory of something that waits for an answer, for example a call. Otherwise like
     * {@link #holdWaiting}.
     */
    public HeldBytes holdPending(Runnable evicted) {
        return new HeldBytes(pending, evicted);
    }

    /** Logs that a connection is dropped because too many bytes wait on all connections together. */
    public void logDrop(String connection) {
        drops.log(note -> log.warn(
                "{} is dropped: more than {} bytes wait to be sent on all connections together, and most of them"
                        + " waited here, because the peer does not read{}",
                connection,
                maxWaitingBytes(),
                note));
    }

    /** Logs that a connection is dropped because the incomplete messages of all connections need too much memory. */
    void logIncompleteDrop(String connection) {
        drops.log(note -> log.warn(
                "{} is dropped: the incomplete messages of all connections together have more than {} bytes, and its"
                        + " message is the largest one{}",
                connection,
                maxIncompleteBytes(),
                note));
    }

    /** Logs that a connection is dropped because the bytes kept for all connections need too much memory. */
    public void logKeptDrop(String connection) {
        drops.log(note -> log.warn(
                "{} is dropped: what is kept for all connections together, such as registrations, has more than {}"
                        + " bytes, and most of them are kept for this one{}",
                connection,
                maxKeptBytes(),
                note));
    }

    /** Logs that a connection is dropped because too much waits for answers for all connections. */
    public void logPendingDrop(String connection) {
        drops.log(note -> log.warn(
                "{} is dropped: calls without a result, and channels, of all connections together need more than {} bytes,"
                        + " and most of them are of this one{}",
                connection,
                maxPendingBytes(),
                note));
    }

    MemoryBudget waiting() {
        return waiting;
    }

    MemoryBudget incomplete() {
        return incomplete;
    }
}
