package dev.iii.sdk.internal.worker;

import dev.iii.sdk.Worker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the threads of a worker and closes its sockets, on the thread {@code iii-NAME-closer}, and then completes the futures
 * of {@link Worker#closed}. Thread-safe.
 */
final class Closer {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    /** The maximum number of futures that complete on separate threads. */
    private static final int MAX_THREADS = 64;

    private final String name;
    private final BooleanSupplier release;
    private final Consumer<Thread> starter;
    private final Consumer<Runnable> later;
    /**
     * Completes when everything is released. Only the closer thread completes it, and no thread waits for it: a thread that
     * waits for a future may run the code that depends on it.
     */
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean releasedInTime;
    /** The number of futures that complete, or have completed, on separate threads. */
    private final AtomicInteger threads = new AtomicInteger();

    /**
     * Creates the closer of one worker.
     *
     * @param release stops the threads and closes the sockets; returns {@code true} if that succeeded in time
     * @param starter starts a thread: {@link Thread#start}, or a fake in tests
     * @param later runs a task after a short delay
     */
    Closer(String name, BooleanSupplier release, Consumer<Thread> starter, Consumer<Runnable> later) {
        this.name = name;
        this.release = release;
        this.starter = starter;
        this.later = later;
    }

    /** Releases everything, once. */
    void start() {
        if (started.compareAndSet(false, true)) {
            startRelease();
        }
    }

    /** Starts the thread that releases everything. If the operating system refuses the thread, it is tried again later. */
    private void startRelease() {
        try {
            startThread(this::releaseNow);
        } catch (Throwable e) {
            later.accept(this::startRelease);
            log.warn(
                    "Worker {}: the thread that closes it cannot be started, which is tried again: {}",
                    name,
                    e.toString());
        }
    }

    private void startThread(Runnable task) {
        Thread closer = new Thread(task, "iii-" + name + "-closer");
        closer.setDaemon(true);
        starter.accept(closer);
    }

    private void releaseNow() {
        try {
            releasedInTime = release.getAsBoolean();
        } finally {
            end.countDown();
            // Last, because this runs code of the user.
            released.complete(null);
        }
    }

    /** Waits until this time of {@link System#nanoTime}. Must not be called on a thread of this worker. */
    boolean await(long deadline) {
        try {
            if (end.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return releasedInTime;
            }
            log.warn("Worker {} did not shut down completely in time", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /**
     * Returns a future that completes when everything is released.
     *
     * @param check runs before that; the future fails with its exception
     */
    CompletableFuture<Void> ended(Runnable check) {
        if (end.getCount() == 0) {
            return CompletableFuture.completedFuture(null).thenRun(check);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> ended = done.thenRun(check);
        var unused = released.whenComplete((closed, failure) -> complete(done, ended.getNumberOfDependents() > 0));
        return ended;
    }

    /**
     * Completes one of the futures. Each one that something depends on has a separate thread: the code that depends on one of
     * them may wait for code that depends on another.
     */
    private void complete(CompletableFuture<Void> done, boolean onSeparateThread) {
        boolean completes = false;
        try {
            if (onSeparateThread && threads.incrementAndGet() <= MAX_THREADS) {
                startThread(() -> done.complete(null));
                completes = true;
            }
        } catch (Throwable e) {
            log.debug("Worker {}: a future of closed() completes on the closer thread", name, e);
        } finally {
            if (!completes) {
                done.complete(null);
            }
        }
    }
}
