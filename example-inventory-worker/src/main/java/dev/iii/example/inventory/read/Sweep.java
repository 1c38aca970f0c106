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
 * Looks at the ends of all logs, again and again, and has the views catch up where there is something new. It finds what no
 * message told: lost ones, those of a process that died after its append, those of an engine that was down.
 *
 * <p>Costs one read for each SKU when nothing has happened. Has one thread, {@code inventory-sweep}, ended by {@link
 * #close}.
 */
public final class Sweep implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Sweep.class);
    private static final Duration END = Duration.ofSeconds(5);

    private final EventLog log;
    private final List<Projector<?>> projectors;
    private final Runnable afterwards;
    private final BooleanSupplier mine;
    /** Up to where all views have come. Only the sweep's thread. */
    private final Map<String, Long> settled = new HashMap<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "inventory-sweep");
        made.setDaemon(true);
        return made;
    });
    private boolean failing;

    /**
     * @param projectors the views
     * @param afterwards what else is to be looked after each time
     * @param mine whether this process has the projections at the moment; one that stands by does not sweep
     */
    public Sweep(EventLog log, List<Projector<?>> projectors, Runnable afterwards, BooleanSupplier mine) {
        this.log = log;
        this.projectors = List.copyOf(projectors);
        this.afterwards = afterwards;
        this.mine = mine;
    }

    /** Sweeps from now on. */
    public void start(Duration pause) {
        var unused = thread.scheduleWithFixedDelay(this::sweep, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        if (!mine.getAsBoolean()) {
            // Another process writes these views now, and what was known of them is worth nothing later.
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
            // Let nothing out: the schedule would end.
            if (!failing && !thread.isShutdown()) {
                logger.warn("the views could not be compared with the log, more tries follow: {}", e.toString());
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
            // One log that cannot be read must not keep the others from being looked at.
            logger.error("the views of {} could not be compared with its log", hint.sku(), e);
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

    /** Ends the thread. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS)) {
                logger.warn("the sweep has not ended within {}", END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
