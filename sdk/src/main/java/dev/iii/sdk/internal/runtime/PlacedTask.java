package dev.iii.sdk.internal.runtime;

import dev.iii.transport.UserTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Code of a user that runs once: on the I/O thread or on a thread of a pool, as its {@link CodePlace} decides. Thread-safe.
 */
public abstract class PlacedTask implements UserTask {

    /** The task waits, or runs on its first thread. */
    private static final int FIRST_THREAD = 0;
    /** The I/O thread that runs the task has become a thread of the pool. */
    private static final int ADOPTED = 1;

    private static final int RETURNED = 2;

    private final CodePlace place;
    private final AtomicInteger state = new AtomicInteger();
    /** Written before the task is handed to the thread that runs it. */
    private boolean queued;
    /** Used only by the thread that runs the task; 0 until it is known. */
    private long codeEndedNanos;

    protected PlacedTask(CodePlace place) {
        this.place = place;
    }

    /**
     * Runs the code. Must not throw.
     *
     * @param onIoThread whether the current thread is the I/O thread
     */
    protected abstract void runCode(boolean onIoThread);

    /** Called instead of {@link #runCode} if the pool has refused a task that was queued for the I/O thread. */
    protected abstract void refused();

    /** Returns {@code true} if code of the same worker may wait for this task. Called on the I/O thread. */
    protected boolean isAwaited() {
        return false;
    }

    /** The thread that runs the task is no longer the I/O thread, and may be interrupted from now on. */
    protected void adopted(Thread thread, Loss loss, StackTraceElement[] stack) {}

    /**
     * Records that only code of the SDK follows, for example the write of the result, which takes no time on the I/O thread.
     * Called by {@link #runCode} on its own thread, at most once.
     */
    protected final void codeEnded() {
        codeEndedNanos = System.nanoTime();
    }

    /** Returns the time at which the code of the user has ended. Called after {@link #runCode}, on the same thread. */
    final long codeEndedNanos() {
        return codeEndedNanos == 0 ? System.nanoTime() : codeEndedNanos;
    }

    final void setQueued(boolean value) {
        queued = value;
    }

    @Override
    public final void run() {
        if (queued) {
            place.runQueued(this);
        } else {
            place.runOnPool(this);
        }
    }

    @Override
    public final void takenOver(Thread thread, Loss loss, StackTraceElement[] stack) {
        place.lost(this, thread, loss, stack);
    }

    @Override
    public final void loopClosed() {
        place.unqueue(this);
    }

    /** Returns {@code false} if the task has returned. */
    final boolean adopt() {
        return state.compareAndSet(FIRST_THREAD, ADOPTED);
    }

    /** Records that the code has returned. Returns {@code true} if its thread was adopted. */
    final boolean returned() {
        return state.getAndSet(RETURNED) == ADOPTED;
    }
}
