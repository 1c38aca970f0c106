package dev.iii.sdk.internal.runtime;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits in which a thread of a fork-join pool has another in its place, so that the tasks it waits for can run. The common
 * pool of a small machine has one thread, on which users wait more often than they know. Thread-safe.
 */
public final class ManagedWait {

    private ManagedWait() {}

    /**
     * Waits for a signal, under the lock of the condition; may return without one.
     *
     * @return how much of the time is left; nothing or less when it has passed
     * @throws InterruptedException when the thread is interrupted
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
     * Parks once, unless it is done; may return without a reason.
     *
     * @param done is asked again before parking, because what finds another thread may use up an unpark
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
            // The pool has all the threads that it may have.
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
