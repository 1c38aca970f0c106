package dev.iii.sdk.internal.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A timer of a pool whose samples a test takes. Retries run immediately. */
final class ManualTimer implements PoolTimer {

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Runnable> samples = new ArrayDeque<>();

    @Override
    public void retry(Runnable task) {
        task.run();
    }

    @Override
    public void sample(Runnable task) {
        lock.lock();
        try {
            samples.add(task);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the sample that is scheduled. Returns {@code false} if none is. */
    boolean takeSample() {
        Runnable sample = next();
        if (sample == null) {
            return false;
        }
        sample.run();
        return true;
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            return samples.poll();
        } finally {
            lock.unlock();
        }
    }
}
