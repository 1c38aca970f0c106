package dev.iii.sdk.internal.call;

import dev.iii.sdk.internal.runtime.ManagedWait;
import dev.iii.sdk.internal.session.CallCompletion;
import dev.iii.sdk.internal.session.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets the current thread wait for a call. */
final class BlockedCaller implements CallCompletion {

    /** The session completes every call at its deadline. This margin applies only if the session itself has failed. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Thread waiter = Thread.currentThread();
    private volatile @Nullable Outcome outcome;

    @Override
    public void done(Outcome ended) {
        outcome = ended;
        LockSupport.unpark(waiter);
    }

    boolean isDone() {
        return outcome != null;
    }

    /**
     * Waits for the outcome of the call.
     *
     * @param onInterrupt cancels the call, which completes it immediately
     */
    Outcome await(long deadlineNanos, Runnable onInterrupt) {
        boolean interrupted = false;
        Outcome ended;
        while ((ended = outcome) == null) {
            long left = deadlineNanos + GRACE_NANOS - System.nanoTime();
            if (left <= 0) {
                ended = new Outcome.TimedOut(true);
                break;
            }
            ManagedWait.parkNanos(this, this::isDone, left);
            if (Thread.interrupted() && !interrupted) {
                interrupted = true;
                onInterrupt.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }
}
