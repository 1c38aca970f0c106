package dev.iii.transport;

import dev.iii.transport.EventLoop.Timer;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The timers of an event loop. Used only on the thread of the loop, unless stated otherwise. */
final class LoopTimers {

    /** The number of cancelled timers that may wait in any case. */
    private static final int MIN_CANCELLED = 64;

    private final PriorityQueue<Timer> waiting = new PriorityQueue<>();
    /** The number of timers that were cancelled since the last removal, including those that had run before. */
    private final AtomicInteger cancelled = new AtomicInteger();

    /** Creates a timer that is not yet added. Thread-safe. */
    Timer create(long atNanos, Runnable task, boolean atClose) {
        return new Timer(atNanos, task, atClose, cancelled);
    }

    void add(Timer timer) {
        // Also before the timer is added: one turn may add and cancel many.
        removeCancelled();
        if (timer.task != null) {
            waiting.add(timer);
        }
    }

    /** Runs a timer that is added after the loop was closed, if it is one that runs when the loop is closed. Thread-safe. */
    static void addLate(Timer timer) {
        if (timer.atClose) {
            run(timer);
        }
    }

    private static void run(Timer timer) {
        Runnable task = timer.task;
        if (task != null) {
            Guarded.run(task);
        }
    }

    /** Returns the milliseconds until the next timer, rounded up so that no timer is early, or -1 if there is none. */
    long millisUntilNext() {
        Timer next;
        while ((next = waiting.peek()) != null) {
            if (next.task != null) {
                long nanos = next.atNanos - System.nanoTime();
                return nanos <= 0 ? 0 : (nanos + 999_999) / 1_000_000;
            }
            waiting.poll();
        }
        return -1;
    }

    /** Runs the timers whose time has come. */
    void runDue() {
        Timer next;
        while ((next = waiting.peek()) != null && (next.task == null || next.atNanos - System.nanoTime() <= 0)) {
            waiting.poll();
            run(next);
        }
    }

    /**
     * Removes the cancelled timers if they may be more than half of all. Otherwise they would stay until they expire, and a
     * worker that sets a long timeout for each call would keep all calls of that time.
     */
    private void removeCancelled() {
        if (cancelled.get() > Math.max(MIN_CANCELLED, waiting.size() / 2)) {
            cancelled.set(0);
            waiting.removeIf(timer -> timer.task == null);
        }
    }

    /** Returns the number of timers that wait, with the cancelled ones that were not removed. */
    int size() {
        return waiting.size();
    }

    /** Runs the timers that run when the loop is closed, and drops the others. */
    void close() {
        waiting.forEach(LoopTimers::addLate);
        waiting.clear();
    }
}
