package dev.iii.sdk.internal.invocation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Enforces the limits of one function: a number of calls run, further ones wait without a thread. Thread-safe. */
final class FunctionGate {

    /** The decision about a call. */
    enum Entry {
        RUNS,
        WAITS,
        REFUSED
    }

    private final int maxRunning;
    private final int maxWaiting;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Queue<RunningInvocation> waiting = new ArrayDeque<>();
    private int running;

    FunctionGate(int maxRunning, int maxWaiting) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
    }

    Entry enter(RunningInvocation invocation) {
        lock.lock();
        try {
            if (running < maxRunning) {
                running++;
                return Entry.RUNS;
            }
            if (waiting.size() < maxWaiting) {
                waiting.add(invocation);
                return Entry.WAITS;
            }
            return Entry.REFUSED;
        } finally {
            lock.unlock();
        }
    }

    /** A call has ended. Returns the call that runs next; {@code null} if none waits. */
    @Nullable
    RunningInvocation leave() {
        lock.lock();
        try {
            RunningInvocation next = waiting.poll();
            if (next == null) {
                running--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
