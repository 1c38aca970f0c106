package dev.iii.sdk.internal.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Enforces the limits of one function: limits the calls that run and the calls that wait without a thread. Thread-safe. */
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

    @GuardedBy("lock")
    private final Queue<RunningInvocation> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
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
