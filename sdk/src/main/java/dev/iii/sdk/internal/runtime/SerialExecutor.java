package dev.iii.sdk.internal.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs tasks on the threads of another executor, one at a time and in order. Thread-safe. */
public final class SerialExecutor implements Executor {

    private final Executor threads;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** @param threads where the tasks run; must take every task */
    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        threads.execute(this::runAll);
    }

    private void runAll() {
        Runnable task;
        while ((task = next()) != null) {
            try {
                task.run();
            } catch (Throwable e) {
                // The rest is still to be done; the exception goes where those of this thread go.
                threads.execute(this::runAll);
                throw e;
            }
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            if (task == null) {
                running = false;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }
}
