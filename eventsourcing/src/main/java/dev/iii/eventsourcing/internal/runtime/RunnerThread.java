package dev.iii.eventsourcing.internal.runtime;

import dev.iii.eventsourcing.internal.projection.Runner;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.error.WorkerRefusedException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one projection or reaction, so that none waits for another one. It ends when its worker is closed, too. */
final class RunnerThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunnerThread.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long PAUSE_MILLIS = 1_000;
    private static final long SHORTEST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 200;

    private final Runner runner;
    private final Clock clock;
    private final Runnable rebuilt;
    private final Thread thread;
    private final AtomicBoolean rebuildRequested = new AtomicBoolean();
    private volatile boolean closed;
    private boolean failing;

    /** @param rebuilt called on the thread after a requested rebuild has begun; may throw the exceptions of a call */
    RunnerThread(String worker, Runner runner, Clock clock, Runnable rebuilt) {
        this.runner = runner;
        this.clock = clock;
        this.rebuilt = rebuilt;
        this.thread = new Thread(this::run, "iii-" + worker + "-" + runner.name());
        thread.setDaemon(true);
    }

    Runner runner() {
        return runner;
    }

    void start() {
        thread.start();
    }

    void grown(String stream) {
        runner.grown(stream);
        wake();
    }

    void compareAll() {
        runner.compareAll();
        wake();
    }

    void journalRead() {
        runner.journalRead();
        wake();
    }

    void requestRebuild() {
        rebuildRequested.set(true);
        wake();
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            boolean worked;
            try {
                if (rebuildRequested.getAndSet(false) && runner.rebuild()) {
                    rebuilt.run();
                }
                worked = runner.work();
                failing = false;
            } catch (WorkerClosedException | WorkerRefusedException e) {
                log.debug("{} ends, because its worker is closed", runner.name(), e);
                return;
            } catch (CallException e) {
                failed(e);
                continue;
            } catch (Throwable e) {
                failedUnexpectedly(e);
                continue;
            }
            if (!worked) {
                pause(runner.nextWork() - clock.millis());
            }
        }
    }

    private void failed(CallException e) {
        if (!failing && !closed) {
            log.warn("{} waits for the engine: {}", runner.name(), e.getMessage());
        }
        failing = true;
        pause(PAUSE_MILLIS);
    }

    private void failedUnexpectedly(Throwable e) {
        if (!closed) {
            log.error("{} failed unexpectedly and continues", runner.name(), e);
            pause(PAUSE_MILLIS);
        }
    }

    private void pause(long millis) {
        if (!closed) {
            LockSupport.parkNanos(this, Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, millis)) * NANOS_PER_MILLI);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
