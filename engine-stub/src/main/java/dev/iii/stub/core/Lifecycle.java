package dev.iii.stub.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one lock around everything that is not a call: connections coming and going, announcements, registrations.
 *
 * <p>Frames may be sent under it, since sending never waits. What runs code of a room or wakes somebody up is put off
 * with {@link #afterwards} until the lock is free.
 */
final class Lifecycle {

    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final ReentrantLock lock = new ReentrantLock();
    private List<Runnable> putOff = new ArrayList<>();

    void run(Runnable change) {
        List<Runnable> tasks = List.of();
        lock.lock();
        try {
            change.run();
        } finally {
            if (lock.getHoldCount() == 1 && !putOff.isEmpty()) {
                tasks = putOff;
                putOff = new ArrayList<>();
            }
            lock.unlock();
        }
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("What followed a change of the registrations failed", e);
            }
        }
    }

    <T> T get(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs the task when the lock is free again. Only under the lock, within {@link #run}. */
    void afterwards(Runnable task) {
        putOff.add(task);
    }
}
