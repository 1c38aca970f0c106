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
 * Makes workers of a test: connected when they are handed out, and closed when the test ends, the last one first.
 * Thread-safe.
 */
public final class Workers {

    /** How long a worker may take to connect. */
    public static final Duration READY_TIMEOUT = Duration.ofSeconds(20);

    private static final String UNNAMED = "test-worker";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String url;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final List<Worker> started = new ArrayList<>();
    private final Map<String, Worker> byName = new LinkedHashMap<>();

    Workers(String url) {
        this.url = url;
    }

    /**
     * Options to begin with: a name that no other worker has, and reconnects within tenths of a second, so that a test of a
     * lost connection is quick.
     */
    public static WorkerOptions.Builder options() {
        return WorkerOptions.builder()
                .name(UNNAMED + "-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet())
                .reconnect(Reconnect.after(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(200))));
    }

    /**
     * A connected worker of this name.
     *
     * @throws dev.iii.sdk.error.WorkerRefusedException when the engine refuses it, for example because the name is taken
     * @throws dev.iii.sdk.error.CallTimeoutException when it is not connected within {@link #READY_TIMEOUT}
     */
    public Worker start(String name) {
        return start(options().name(name).build());
    }

    /** A connected worker with these options; fails as {@link #start(String)} does. */
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

    /** Whether a parameter of this name has its worker. */
    boolean has(String name) {
        lock.lock();
        try {
            return byName.containsKey(name);
        } finally {
            lock.unlock();
        }
    }

    /** The worker of the parameters of this name; the empty one is that of parameters without a name. */
    Worker named(String name) {
        lock.lock();
        try {
            Worker known = byName.get(name);
            if (known != null) {
                return known;
            }
            Worker made = name.isEmpty() ? start(options().build()) : start(name);
            byName.put(name, made);
            return made;
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
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).close();
        }
    }
}
