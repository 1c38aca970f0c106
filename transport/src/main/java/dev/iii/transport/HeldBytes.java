package dev.iii.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that one connection holds, as a part of the budget of all connections, see {@link SharedLimits}. Thread-safe, but
 * {@link #update} must be called by one thread at a time.
 */
public final class HeldBytes {

    private static final long EVICTED = -1;

    private final MemoryBudget budget;
    private final Runnable evicted;
    private final AtomicLong counted = new AtomicLong();
    private final Holder holder = new Holder();

    /** Creates a holder of no bytes. {@code evicted} runs when the connection must be dropped, on any thread. */
    HeldBytes(MemoryBudget budget, Runnable evicted) {
        this.budget = budget;
        this.evicted = evicted;
    }

    /**
     * Sets the number of bytes that the connection holds now. If all connections together hold too many, those that hold most
     * are dropped, possibly also this one. Has no effect after that.
     */
    public void update(long bytes) {
        long before = counted.get();
        if (before == bytes || before == EVICTED || !counted.compareAndSet(before, bytes)) {
            return;
        }
        if (before == 0) {
            budget.join(holder);
        } else if (bytes == 0) {
            budget.leave(holder);
        }
        if (budget.add(bytes - before)) {
            budget.enforce();
        }
    }

    long heldBytes() {
        return Math.max(0, counted.get());
    }

    void evict() {
        long before;
        do {
            before = counted.get();
            if (before <= 0) {
                return; // The bytes were returned in the meantime.
            }
        } while (!counted.compareAndSet(before, EVICTED));
        budget.leave(holder);
        budget.add(-before);
        evicted.run();
    }

    private final class Holder implements MemoryBudget.Holder {

        @Override
        public long heldBytes() {
            return HeldBytes.this.heldBytes();
        }

        @Override
        public void evict() {
            HeldBytes.this.evict();
        }
    }
}
