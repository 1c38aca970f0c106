package dev.iii.sdk.internal.call;

import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.WorkerThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call, and each future that is derived from it. A thread of the worker that waits for it counts as waiting, so
 * that another thread may take its place. A callback thread that waits completes the call itself as soon as its outcome has
 * arrived, because no other callback thread may be free: all of them may wait like this one.
 */
final class CallFuture<T> extends CompletableFuture<T> {

    /** Completes the future of a call. */
    interface Completion {

        /**
         * Waits until the outcome of the call has arrived, and completes the future then. Returns earlier if the given future
         * is complete, if the time is over, or if another thread does the same.
         *
         * @param waitedFor the future of the call, or one that is derived from it
         * @param deadlineNanos a time of {@link System#nanoTime}
         * @param interruptible whether to return when the thread is interrupted; its interrupt flag is set in any case
         */
        void completeWhenArrived(CompletableFuture<?> waitedFor, long deadlineNanos, boolean interruptible);
    }

    /** The longest time that a thread waits to complete a call. A call has a deadline, so that this is never reached. */
    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(365);

    private final WorkerThreads threads;
    private final ConnectionDescription connection;
    /** {@code null} until the call is made. */
    private volatile @Nullable Completion completion;

    CallFuture(WorkerThreads threads, ConnectionDescription connection) {
        this.threads = threads;
        this.connection = connection;
    }

    /** Sets what completes this future, or the one that it is derived from. */
    void completedBy(@Nullable Completion value) {
        completion = value;
    }

    @Nullable
    Completion completion() {
        return completion;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        CallFuture<U> derived = new CallFuture<>(threads, connection);
        derived.completedBy(completion);
        return derived;
    }

    @Override
    public T join() {
        if (isDone()) {
            return super.join();
        }
        HandlerThreads counted = beginWait();
        try {
            awaitOutcome(System.nanoTime() + LONGEST_NANOS, false);
            return super.join();
        } finally {
            end(counted);
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        if (isDone()) {
            return super.get();
        }
        HandlerThreads counted = beginWait();
        try {
            awaitOutcome(System.nanoTime() + LONGEST_NANOS, true);
            return super.get();
        } finally {
            end(counted);
        }
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (isDone() || timeout <= 0) {
            return super.get(timeout, unit);
        }
        long deadline = System.nanoTime() + Math.min(unit.toNanos(timeout), LONGEST_NANOS);
        HandlerThreads counted = beginWait();
        try {
            awaitOutcome(deadline, true);
            return super.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } finally {
            end(counted);
        }
    }

    private @Nullable HandlerThreads beginWait() {
        connection.requireMayWait("the result of a call", "was waited for");
        return threads.beginWait();
    }

    private void awaitOutcome(long deadlineNanos, boolean interruptible) {
        if (!threads.callbacks().includesCurrent()) {
            // The dependents of the future run on callback threads only.
            return;
        }
        Completion helped = null;
        Completion next;
        // A call that is repeated has one completion after the other.
        while (!isDone() && (next = completion) != null && next != helped) {
            next.completeWhenArrived(this, deadlineNanos, interruptible);
            helped = next;
        }
    }

    private static void end(@Nullable HandlerThreads counted) {
        if (counted != null) {
            counted.endWait();
        }
    }
}
