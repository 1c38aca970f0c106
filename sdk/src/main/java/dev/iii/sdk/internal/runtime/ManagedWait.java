package dev.iii.sdk.internal.runtime;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits that let a fork-join pool run another thread in place of the waiting one, so that the tasks it waits for can run.
 * This matters because the common pool of a small machine has only one thread, and code of users often runs on it.
 * Thread-safe.
 */
public final class ManagedWait {

    private ManagedWait() {}

    /**
     * Waits for a signal. The caller must hold the lock of the condition. May return without a signal.
     *
     * @return the remaining time; zero or negative if the time has passed
     * @throws InterruptedException if the thread is interrupted
     */
    @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
    public static long awaitNanos(Condition condition, long nanos) throws InterruptedException {
        if (!ForkJoinTask.inForkJoinPool()) {
            return condition.awaitNanos(nanos);
        }
        Signal signal = new Signal(condition, nanos);
        block(signal);
        return signal.left;
    }

    /**
     * Parks the thread once. May return without a reason.
     *
     * @param done tested again before parking, because starting another thread may consume an unpark
     */
    public static void parkNanos(Object blocker, BooleanSupplier done, long nanos) {
        if (!ForkJoinTask.inForkJoinPool()) {
            LockSupport.parkNanos(blocker, nanos);
            return;
        }
        try {
            block(new Park(blocker, done, nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void block(ForkJoinPool.ManagedBlocker wait) throws InterruptedException {
        try {
            ForkJoinPool.managedBlock(wait);
        } catch (RejectedExecutionException e) {
            // The pool has reached its maximum number of threads.
            wait.block();
        }
    }

    private static final class Signal implements ForkJoinPool.ManagedBlocker {

        private final Condition condition;
        private long left;

        Signal(Condition condition, long nanos) {
            this.condition = condition;
            this.left = nanos;
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
        public boolean block() throws InterruptedException {
            left = condition.awaitNanos(left);
            return true;
        }

        @Override
        public boolean isReleasable() {
            return false;
        }
    }

    private record Park(Object blocker, BooleanSupplier done, long nanos) implements ForkJoinPool.ManagedBlocker {

        @Override
        public boolean block() {
            if (!isReleasable()) {
                LockSupport.parkNanos(blocker, nanos);
            }
            return true;
        }

        @Override
        public boolean isReleasable() {
            return done.getAsBoolean();
        }
    }
}
