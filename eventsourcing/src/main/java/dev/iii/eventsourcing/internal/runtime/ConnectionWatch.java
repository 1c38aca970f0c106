package dev.iii.eventsourcing.internal.runtime;

import dev.iii.eventsourcing.internal.store.Canary;
import dev.iii.eventsourcing.internal.store.LogSignals;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerStatus;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when what this program remembers of the engine may be wrong: after a reconnect, after a change of ownership, and when
 * the state was exchanged. Also notices when the worker ends. Thread-safe.
 */
final class ConnectionWatch implements WorkerListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConnectionWatch.class);
    private static final long INTERVAL_MILLIS = 1_000;

    private final Worker worker;
    private final LogSignals signals;
    private final Runnable ended;
    private final Canary canary;
    private final ScheduledExecutorService timer;
    private volatile boolean closed;
    private volatile boolean wasReady;
    private volatile boolean resetCanary;

    /**
     * Begins to watch.
     *
     * @param ended called when the worker is closed or is being closed, at least once; on a callback thread of the worker or on
     *     the thread of this object
     */
    ConnectionWatch(Worker worker, StateStore store, Scopes scopes, LogSignals signals, Runnable ended) {
        this.worker = worker;
        this.signals = signals;
        this.ended = ended;
        this.canary = new Canary(
                store, scopes, signals, worker.name(), UUID.randomUUID().toString());
        this.wasReady = worker.status() == WorkerStatus.READY;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "iii-" + worker.name() + "-eventsourcing");
            thread.setDaemon(true);
            return thread;
        });
        worker.addListener(this);
        var unused = timer.scheduleWithFixedDelay(this::tick, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        // Do not rethrow: an exception would cancel the scheduled task.
        try {
            if (isEnding(worker.status())) {
                // The worker may have ended before the listener was added.
                workerEnds();
            } else if (worker.status() == WorkerStatus.READY) {
                if (resetCanary) {
                    resetCanary = false;
                    canary.reset();
                }
                if (canary.check()) {
                    signals.invalidate();
                }
            }
        } catch (Throwable e) {
            if (!closed) {
                log.warn("The state of the engine could not be checked", e);
            }
        }
    }

    private static boolean isEnding(WorkerStatus status) {
        return status == WorkerStatus.DRAINING || status == WorkerStatus.CLOSED;
    }

    private void workerEnds() {
        close();
        ended.run();
    }

    @Override
    public void onStatus(WorkerStatus status, @Nullable String reason) {
        if (isEnding(status)) {
            workerEnds();
            return;
        }
        if (closed || status != WorkerStatus.READY) {
            return;
        }
        if (wasReady) {
            invalidate("the connection to the engine was replaced");
        }
        wasReady = true;
        tickNow();
    }

    /** Writes the first value immediately, so that the program can remember only very little before. */
    private void tickNow() {
        try {
            timer.execute(this::tick);
        } catch (RejectedExecutionException e) {
            log.debug("The state of the engine is not checked any more", e);
        }
    }

    @Override
    public void onRegistrationStatus(Registration registration, RegistrationStatus status) {
        if (!closed && wasReady && status == RegistrationStatus.STANDBY) {
            invalidate("another worker owns " + registration.id());
        }
    }

    private void invalidate(String reason) {
        resetCanary = true;
        signals.invalidate(reason);
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
    }
}
