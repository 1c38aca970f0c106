package dev.iii.sdk.internal.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs single tasks and closes the threads: waits for the running tasks, then interrupts them. */
abstract class AbstractHandlerThreads implements HandlerThreads {

    static final Logger log = LoggerFactory.getLogger(HandlerThreads.class);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** The time that interrupted tasks have to end. */
    private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    /** The threads were interrupted. The tasks that begin after that must not wait either. */
    private volatile boolean interrupted;

    /** Returns the number of threads that have not ended; of borrowed threads, the number of tasks that have not ended. */
    abstract int remaining();

    /** Wakes the threads that wait for a task, so that they end if the inbox is empty. */
    void wakeIdle() {}

    /** Called after {@link #isClosed} has become {@code true}. */
    void closing() {}

    /** Starts a thread if tasks wait and no thread polls the inbox, for example because none could be started before. */
    void startIfNeeded() {}

    /** Returns a task that waits, and removes it; {@code null} if there is none. */
    @Nullable
    Runnable pollTask() {
        return null;
    }

    boolean hasWaitingTasks() {
        return false;
    }

    final boolean isClosed() {
        return closed;
    }

    /** Records that the thread runs tasks of this object. */
    final void add(Thread thread) {
        threads.add(thread);
    }

    final void remove(Thread thread) {
        threads.remove(thread);
    }

    /** Returns the threads that run tasks of this object, or wait for one. */
    final Set<Thread> threads() {
        return threads;
    }

    @Override
    public final boolean includesCurrent() {
        return threads.contains(Thread.currentThread());
    }

    @Override
    public final void beforeTask() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a task on the current thread. Logs its exception, whatever it is: the thread must survive. */
    final void runTask(Runnable task) {
        Thread current = Thread.currentThread();
        ClassLoader classLoader = current.getContextClassLoader();
        String name = current.getName();
        try {
            beforeTask();
            runLogged(task);
        } finally {
            // An interrupt that was meant for this task must not reach the next one.
            Thread.interrupted();
            restore(current, classLoader, name);
        }
    }

    /** The next task must not see what the code of this one has changed. Never throws. */
    private static void restore(Thread thread, @Nullable ClassLoader classLoader, String name) {
        try {
            if (thread.getContextClassLoader() != classLoader) {
                thread.setContextClassLoader(classLoader);
            }
            if (!name.equals(thread.getName())) {
                thread.setName(name);
            }
        } catch (Throwable e) {
            // A thread of the user's executor may override these methods.
            log.warn("The state of the thread {} cannot be restored", name, e);
        }
    }

    /** Runs a task. Logs its exception, whatever it is, and never throws. */
    static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            try {
                log.error("A task of {} failed", Thread.currentThread().getName(), e);
            } catch (Throwable unloggable) {
                // The message of the exception may itself throw, and the log may need more memory than there is.
            }
        }
    }

    @Override
    public final boolean close(long nanos) {
        return close(nanos, INTERRUPTED_NANOS);
    }

    @Override
    public final void beginClose() {
        closed = true;
        closing();
        wakeIdle();
    }

    @Override
    public final boolean close(long nanos, long interruptedNanos) {
        // Times and not durations: a wait that takes too long takes time from the next one, and the sum stays.
        long interruptAt = nanoTime() + nanos;
        beginClose();
        if (!awaitEnd(interruptAt)) {
            // First the flag: a task that begins before it is set runs on a thread that is interrupted here.
            interrupted = true;
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    interrupt(thread);
                }
            }
        }
        return awaitEnd(interruptAt + interruptedNanos) || runWaitingTasks();
    }

    private static void interrupt(Thread thread) {
        try {
            thread.interrupt();
        } catch (Throwable e) {
            // A thread of the user's executor may override interrupt(). The others must be interrupted, too.
            log.warn("The thread {} cannot be interrupted", thread.getName(), e);
        }
    }

    /** Runs the tasks that wait although there is no thread for them: no thread could be started. */
    private boolean runWaitingTasks() {
        Runnable task;
        while (remaining() == 0 && (task = pollTask()) != null) {
            runTask(task);
        }
        return hasEnded();
    }

    private boolean awaitEnd(long deadline) {
        while (!hasEnded()
                && deadline - nanoTime() > 0
                && !Thread.currentThread().isInterrupted()) {
            startIfNeeded();
            pause(POLL_NANOS);
        }
        return hasEnded();
    }

    /** Returns the time; replaced in tests. */
    long nanoTime() {
        return System.nanoTime();
    }

    /** Waits before the next check of {@link #close(long, long)}; replaced in tests. */
    void pause(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }

    private boolean hasEnded() {
        return includesCurrent() ? remaining() <= 1 : remaining() == 0 && !hasWaitingTasks();
    }
}
