package dev.iii.stub.core.worker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory of what waits for a worker without any other limit: its calls that have no result, its channels, and the calls
 * of the engine that it has not answered. A peer that never answers would otherwise use up the heap.
 *
 * <p>A call or channel that exceeds the limit of one worker is refused. If all workers together use too much, the one with the most is dropped.
 * Thread-safe.
 */
public final class PendingMemory {

    /** One worker may use this part of what all workers may use together. */
    private static final double WORKER_PART = 0.75;

    /** The size of changes that are reported to the limit of all workers. Reporting costs more than counting. */
    private static final long REPORTED_BYTES = 4 << 10;

    /** Memory that counts for one worker. Thread-safe. */
    public interface Account {

        /** Adds bytes. Returns {@code false}, and adds nothing, if there would be too many. */
        boolean tryAdd(long bytes);

        /** Subtracts bytes that {@link #tryAdd} has added. */
        void remove(long bytes);
    }

    private static final class Counter implements Account {

        private final AtomicLong held = new AtomicLong();
        private final long maxBytes;
        private final Runnable changed;

        Counter(long maxBytes, Runnable changed) {
            this.maxBytes = maxBytes;
            this.changed = changed;
        }

        @Override
        public boolean tryAdd(long bytes) {
            if (held.addAndGet(bytes) > maxBytes) {
                held.addAndGet(-bytes);
                return false;
            }
            changed.run();
            return true;
        }

        @Override
        public void remove(long bytes) {
            held.addAndGet(-bytes);
            changed.run();
        }
    }

    private final WorkerMemory.Share share;
    private final Counter made;
    private final Counter served;

    private final ReentrantLock reporting = new ReentrantLock();

    /** Written under the lock. */
    private volatile long reported;

    /**
     * Creates the memory of a worker.
     *
     * @param share counts it towards the limit of all workers
     * @param maxBytesOfAll the maximum for all workers together
     */
    public PendingMemory(WorkerMemory.Share share, long maxBytesOfAll) {
        this.share = share;
        this.made = new Counter(maxBytesOfWorker(maxBytesOfAll), this::report);
        this.served = new Counter(maxBytesOfWorker(maxBytesOfAll), this::report);
    }

    /** Returns the memory of something that belongs to no worker. */
    public static Account ofEngine(long maxBytes) {
        return new Counter(maxBytes, () -> {});
    }

    /** Returns the maximum for one worker if this is the maximum for all of them together. */
    public static long maxBytesOfWorker(long maxBytesOfAll) {
        return (long) (maxBytesOfAll * WORKER_PART);
    }

    /** Returns the memory of the calls that the worker has made, and of its channels. */
    public Account made() {
        return made;
    }

    /** Returns the memory of the calls that the engine itself has made and the worker has not answered. */
    public Account served() {
        return served;
    }

    /** Returns the number of bytes that count now. */
    public long heldBytes() {
        return made.held.get() + served.held.get();
    }

    private void report() {
        if (!isReportDue(reported)) {
            return;
        }
        reporting.lock();
        try {
            if (isReportDue(reported)) {
                reported = heldBytes();
                share.update(reported);
            }
        } finally {
            reporting.unlock();
        }
    }

    private boolean isReportDue(long before) {
        long now = heldBytes();
        return Math.abs(now - before) >= REPORTED_BYTES || now == 0 && before > 0;
    }
}
