package dev.iii.example.inventory.write;

import dev.iii.sdk.error.FunctionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets the commands of one SKU in this process take turns. Nothing depends on it: the log decides who was first. But who
 * waits for a turn does not spend an append on an event that comes second. Thread-safe.
 */
final class SkuLocks {

    private static final int STRIPES = 1024;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    private final Duration patience;

    SkuLocks(Duration patience) {
        this.patience = patience;
        for (int i = 0; i < STRIPES; i++) {
            // Fair, so that no buyer waits while others pass by.
            stripes[i] = new ReentrantLock(true);
        }
    }

    /** @throws FunctionException with code {@code busy}, status 503, when the turn does not come in time */
    <T> T inTurn(String sku, Supplier<T> work) throws InterruptedException {
        ReentrantLock lock = stripes[Math.floorMod(sku.hashCode(), STRIPES)];
        if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new FunctionException("busy", "too many commands for " + sku + "; nothing was done, try again")
                    .withHttpStatus(503);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
