package dev.iii.sdk.internal.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs tasks on the threads of another executor, one at a time and in order. Logs their exceptions. Thread-safe. */
public final class SerialExecutor implements Executor {

    private final Executor threads;
    private final @Nullable HandlerThreads pool;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean running;

    /** @param threads runs the tasks; must not reject a task */
    public SerialExecutor(Executor threads) {
        this.threads = threads;
        this.pool = threads instanceof HandlerThreads handlerThreads ? handlerThreads : null;
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
        boolean accepted = false;
        try {
            threads.execute(this::runAll);
            accepted = true;
        } finally {
            if (!accepted) {
                reject(task);
            }
        }
    }

    /** The threads have rejected a task: the next one submits itself. */
    private void reject(Runnable task) {
        lock.lock();
        try {
            tasks.remove(task);
            running = false;
        } finally {
            lock.unlock();
        }
    }

    private void runAll() {
        Runnable task;
        while ((task = next()) != null) {
            if (pool != null) {
                // The pool counts all tasks of this executor as one.
                pool.beforeTask();
            }
            AbstractHandlerThreads.runLogged(task);
            // An interrupt that was meant for this task must not reach the next one.
            Thread.interrupted();
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
