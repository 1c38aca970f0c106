package dev.iii.transport;

/**
 * The limits that the connections of several event loops share. They are parts of the maximum heap, so that slow or hostile
 * peers cannot use all memory of the process: an {@link OutOfMemoryError} would hit any connection. {@link Limits} are the
 * limits of a single connection; the smaller limit counts. Thread-safe.
 *
 * <p>The parts are small, because a message exists several times while it is received, decoded and sent on.
 */
public final class SharedLimits {

    /** The bytes that wait to be sent on all connections: a quarter of the heap. */
    static final int WAITING_SHARE = 4;

    /** The incomplete received messages of all connections: an eighth of the heap. */
    static final int INCOMPLETE_SHARE = 8;

    /** One received message: a sixteenth of the heap. */
    static final int MESSAGE_SHARE = 16;

    private static final SharedLimits PROCESS = ofHeap();

    private final MemoryBudget waiting;
    private final MemoryBudget incomplete;
    private final int maxMessageBytes;

    private SharedLimits(long maxHeap) {
        waiting = new MemoryBudget(Math.max(1, maxHeap / WAITING_SHARE));
        incomplete = new MemoryBudget(Math.max(1, maxHeap / INCOMPLETE_SHARE));
        maxMessageBytes = (int) Math.max(1, Math.min(Integer.MAX_VALUE, maxHeap / MESSAGE_SHARE));
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

    /** Returns the maximum size of a received message. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Returns the number of bytes that wait to be sent on all connections together now. */
    public long waitingBytes() {
        return waiting.heldBytes();
    }

    MemoryBudget waiting() {
        return waiting;
    }

    MemoryBudget incomplete() {
        return incomplete;
    }
}
