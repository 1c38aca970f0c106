package dev.iii.testing;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Reconnect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Creates connected workers for a test. They are closed after the test, in reverse order of creation. Thread-safe.
 */
public final class Workers {

    /** The maximum time that a worker may take to connect: 20 s. */
    public static final Duration READY_TIMEOUT = Duration.ofSeconds(20);

    private static final String UNNAMED = "test-worker";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String url;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final List<Worker> started = new ArrayList<>();
    private final Map<String, Worker> byName = new LinkedHashMap<>();

    Workers(String url) {
        this.url = url;
    }

    /**
     * Creates a builder with options for tests: a unique name, and a delay of at most about 0.2 s between connection
     * attempts, so that a test of a lost connection is fast.
     */
    public static WorkerOptions.Builder options() {
        return WorkerOptions.builder()
                .fixedName(UNNAMED + "-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet())
                .reconnect(Reconnect.after(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(200))));
    }

    /**
     * Creates a worker with {@link #options} and a name, and waits until it is connected.
     *
     * @param name the name of the worker, which must be unique on the engine
     * @throws dev.iii.sdk.error.WorkerRefusedException if the engine refuses the worker, for example because the name is in use
     * @throws dev.iii.sdk.error.CallTimeoutException if the worker is not connected within {@link #READY_TIMEOUT}
     */
    public Worker start(String name) {
        return start(options().fixedName(name).build());
    }

    /**
     * Creates a worker with options and waits until it is connected.
     *
     * @param options the options, for example from {@link #options}
     * @throws dev.iii.sdk.error.WorkerRefusedException if the engine refuses the worker, for example because the name is in use
     * @throws dev.iii.sdk.error.CallTimeoutException if the worker is not connected within {@link #READY_TIMEOUT}
     */
    public Worker start(WorkerOptions options) {
        Worker worker = Iii.registerWorker(url, options);
        lock.lock();
        try {
            started.add(worker);
        } finally {
            lock.unlock();
        }
        return worker.awaitReady(READY_TIMEOUT);
    }

    /** Returns {@code true} if there is already a worker for parameters with this name. */
    boolean has(String name) {
        lock.lock();
        try {
            return byName.containsKey(name);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the worker for parameters with this name, which is empty for parameters without a name. */
    Worker named(String name) {
        lock.lock();
        try {
            Worker known = byName.get(name);
            if (known != null) {
                return known;
            }
            Worker created = name.isEmpty() ? start(options().build()) : start(name);
            byName.put(name, created);
            return created;
        } finally {
            lock.unlock();
        }
    }

    List<Worker> started() {
        lock.lock();
        try {
            return List.copyOf(started);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        List<Worker> all = started();
        RuntimeException first = null;
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                all.get(i).close();
            } catch (RuntimeException e) {
                // The other workers must end, too.
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
