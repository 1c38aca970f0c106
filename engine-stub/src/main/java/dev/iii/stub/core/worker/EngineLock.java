package dev.iii.stub.core.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.stub.core.environment.BoundedLogger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * The one lock around every change that is not a call: connections, announcements and registrations.
 *
 * <p>Frames may be sent under it, because sending never blocks. Code of engine workers must not run under it; it is
 * passed to {@link #afterwards} and runs when the lock is free.
 */
public final class EngineLock {

    private static final Logger log = BoundedLogger.of(EngineLock.class);

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private List<Runnable> deferred = new ArrayList<>();

    /** Runs a change under the lock. Then runs the tasks that the change has deferred, without the lock. */
    public void run(Runnable change) {
        List<Runnable> tasks = List.of();
        lock.lock();
        try {
            try {
                change.run();
            } finally {
                if (lock.getHoldCount() == 1 && !deferred.isEmpty()) {
                    tasks = deferred;
                    deferred = new ArrayList<>();
                }
            }
        } finally {
            lock.unlock();
        }
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("A task that follows a change of the registrations failed", e);
            }
        }
    }

    /** Reads under the lock. */
    public <T> T get(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs the task as soon as the lock is free. Must be called within {@link #run}. */
    public void afterwards(Runnable task) {
        lock.lock();
        try {
            deferred.add(task);
        } finally {
            lock.unlock();
        }
    }
}
