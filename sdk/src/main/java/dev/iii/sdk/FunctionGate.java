package dev.iii.sdk;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Lets so many calls of one function run at once, and so many more wait. They wait without a thread. Thread-safe. */
final class FunctionGate {

    /** What becomes of a call that comes. */
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

    /** One has left; who may run in its place, if anybody. */
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
