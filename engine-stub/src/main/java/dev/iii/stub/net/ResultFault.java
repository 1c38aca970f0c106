package dev.iii.stub.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides which results of workers are lost. A worker may send a result more than once; these copies count as one result. The
 * copies of a result that is lost permanently are lost, too. Of an early result only the first copy is lost. Thread-safe.
 */
final class ResultFault {

    /**
     * A result is early if it arrives within this time after its call was sent. A worker that repeats the results of all
     * handlers that took this time, by its own clock, loses none.
     */
    private static final long EARLY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The maximum number of invocation ids in memory. The oldest ones are forgotten first. */
    private static final int MAX_IDS = 100_000;

    /** A map that forgets its oldest entries. */
    private static final class Recent<V> extends LinkedHashMap<UUID, V> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, V> eldest) {
            return size() > MAX_IDS;
        }
    }

    private final int oneIn;
    private final boolean onlyEarly;
    private final AtomicLong lost;
    private final ReentrantLock lock = new ReentrantLock();

    /** The times at which calls were sent to a worker, for the calls that have no result yet. */
    @GuardedBy("lock")
    private final Map<UUID, Long> calledAt = new Recent<>();

    /** For the results that have arrived: {@code true} if their copies are lost. */
    @GuardedBy("lock")
    private final Map<UUID, Boolean> arrived = new Recent<>();

    @GuardedBy("lock")
    private long results;

    /** @param lost counts the results that are lost; several copies of a result count once */
    ResultFault(int oneIn, boolean onlyEarly, AtomicLong lost) {
        this.oneIn = oneIn;
        this.onlyEarly = onlyEarly;
        this.lost = lost;
    }

    void called(UUID invocationId) {
        lock.lock();
        try {
            calledAt.put(invocationId, System.nanoTime());
            arrived.remove(invocationId);
        } finally {
            lock.unlock();
        }
    }

    /** Returns {@code true} if this copy of the result is lost. */
    boolean loses(UUID invocationId) {
        lock.lock();
        try {
            Boolean copiesAreLost = arrived.get(invocationId);
            if (copiesAreLost != null) {
                return copiesAreLost;
            }
            Long at = calledAt.remove(invocationId);
            boolean counts = !onlyEarly || (at != null && System.nanoTime() - at <= EARLY_NANOS);
            boolean isLost = counts && ++results % oneIn == 0;
            arrived.put(invocationId, isLost && !onlyEarly);
            if (isLost) {
                lost.incrementAndGet();
            }
            return isLost;
        } finally {
            lock.unlock();
        }
    }
}
