package dev.iii.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of the incomplete message of one connection, as a part of the budget of all connections. {@link #update} is
 * called on the event loop of the connection.
 */
final class ReceivedBytes implements MemoryBudget.Holder {

    private static final long EVICTED = -1;

    private final MemoryBudget budget;
    private final Runnable evicted;
    private final AtomicLong counted = new AtomicLong();

    /** Creates a holder of no bytes. {@code evicted} runs when the connection must be dropped, on any thread. */
    ReceivedBytes(MemoryBudget budget, Runnable evicted) {
        this.budget = budget;
        this.evicted = evicted;
    }

    /** Sets the number of bytes that the connection holds now. */
    void update(long bytes) {
        long before = counted.get();
        if (before == bytes || before == EVICTED || !counted.compareAndSet(before, bytes)) {
            return;
        }
        if (before == 0) {
            budget.join(this);
        } else if (bytes == 0) {
            budget.leave(this);
        }
        if (budget.add(bytes - before)) {
            budget.enforce();
        }
    }

    @Override
    public long heldBytes() {
        return Math.max(0, counted.get());
    }

    @Override
    public void evict() {
        long before;
        do {
            before = counted.get();
            if (before <= 0) {
                return; // The message was completed in the meantime.
            }
        } while (!counted.compareAndSet(before, EVICTED));
        budget.leave(this);
        budget.add(-before);
        evicted.run();
    }
}
