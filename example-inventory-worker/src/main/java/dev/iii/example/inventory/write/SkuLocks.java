package dev.iii.example.inventory.write;

import dev.iii.sdk.error.FunctionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Serializes the commands for one SKU within this process. Correctness does not depend on these locks, because the log
 * decides which event was first. They only avoid appends of events that would come second. Thread-safe.
 */
final class SkuLocks {

    private static final int STRIPES = 1024;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    private final Duration patience;

    SkuLocks(Duration patience) {
        this.patience = patience;
        for (int i = 0; i < STRIPES; i++) {
            // Fair, so that a waiting command is not overtaken by later ones.
            stripes[i] = new ReentrantLock(true);
        }
    }

    /**
     * Runs a task while no other task for this SKU runs.
     *
     * @throws FunctionException with code {@code busy} and status 503 if the lock is not available in time
     */
    <T> T inTurn(String sku, Supplier<T> work) throws InterruptedException {
        ReentrantLock lock = stripes[Math.floorMod(sku.hashCode(), STRIPES)];
        if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new FunctionException("busy", "too many commands for " + sku + "; nothing was changed, try again")
                    .withHttpStatus(503);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
