package dev.iii.example.inventory.read;

import dev.iii.example.inventory.log.EventLog;
import dev.iii.example.inventory.log.Head;
import dev.iii.sdk.error.CallException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Regularly compares the ends of all logs with the views and updates views that are behind. It finds events whose messages
 * were not delivered: because a message was lost, a process was killed after its append, or the engine was not running.
 *
 * <p>A sweep without new events costs one read per SKU. The sweep runs on one thread, {@code inventory-sweep}, until {@link
 * #close}. Thread-safe.
 */
public final class Sweep implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Sweep.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final EventLog log;
    private final List<Projector<?>> projectors;
    private final Runnable afterwards;
    private final BooleanSupplier isOwner;
    /** The number of the last event per SKU that all views include. Used only by the thread of the sweep. */
    private final Map<String, Long> settled = new HashMap<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "inventory-sweep");
        created.setDaemon(true);
        return created;
    });
    /** Used only by the thread of the sweep. */
    private boolean failing;

    /**
     * Creates a sweep that is not running yet.
     *
     * @param log the log
     * @param projectors the projectors of the views to update
     * @param afterwards a task to run after each sweep, on the thread of the sweep
     * @param isOwner returns {@code true} if this process owns the projections; a standby does not sweep
     */
    public Sweep(EventLog log, List<Projector<?>> projectors, Runnable afterwards, BooleanSupplier isOwner) {
        this.log = log;
        this.projectors = List.copyOf(projectors);
        this.afterwards = afterwards;
        this.isOwner = isOwner;
    }

    /**
     * Starts the sweeps.
     *
     * @param pause the time between the end of a sweep and the start of the next one
     */
    public void start(Duration pause) {
        var unused = thread.scheduleWithFixedDelay(this::sweep, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        if (!isOwner.getAsBoolean()) {
            // Another process may write the views now, so the remembered numbers may be wrong later.
            settled.clear();
            return;
        }
        try {
            for (EventLog.Hint hint : log.skus()) {
                settle(hint);
            }
            afterwards.run();
            failing = false;
        } catch (RuntimeException e) {
            // Do not rethrow: an exception would cancel the scheduled task.
            if (!failing && !thread.isShutdown()) {
                logger.warn(
                        "The views could not be compared with the logs; the next sweep tries again: {}", e.toString());
            }
            failing = true;
        }
    }

    private void settle(EventLog.Hint hint) {
        try {
            settle(log.head(hint));
        } catch (CallException e) {
            throw e;
        } catch (RuntimeException e) {
            // Continue with the other logs: one log that cannot be read must not stop their updates.
            logger.error("The views of {} could not be compared with its log", hint.sku(), e);
        }
    }

    private void settle(Head head) {
        Long known = settled.get(head.sku());
        if (known == null || known != head.seq()) {
            boolean all = true;
            for (Projector<?> projector : projectors) {
                all &= projector.catchUp(head.sku());
            }
            if (all) {
                settled.put(head.sku(), head.seq());
            }
        }
    }

    /** Stops the sweeps. Interrupts a running sweep and waits for at most 5 s until it has stopped. Idempotent. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
                logger.warn("The sweep did not stop within {}", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
