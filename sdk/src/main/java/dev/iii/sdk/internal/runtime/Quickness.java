package dev.iii.sdk.internal.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.transport.UserTask.Loss;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides from the durations of its runs whether one kind of user code is quick enough for the I/O thread.
 *
 * <p>The code is proven quick after a number of quick runs in a row. It loses the proof if it waits, or if too many of its runs
 * are long; the next proof then needs twice as many runs. A run that was interrupted by the operating system or by the garbage
 * collector looks like a long one, so that some of them are permitted, and a long proof does not begin again because of one of
 * them: on a busy machine, it would never end. After many runs without a loss, the proof becomes shorter again.
 *
 * <p>Has no clock. Thread-safe.
 */
public final class Quickness {

    /** A run is quick if it takes less than this time. */
    static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    /** A run of proven code is long if it takes more than this time. */
    static final long LONG_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    /** The number of quick runs of the first proof. */
    static final int FIRST_PROOF = 32;

    static final int LONGEST_PROOF = 8192;
    /** The number of quick runs that a slow run subtracts during a proof. */
    static final int TAKEN_BACK = 128;
    /** The number of runs of proven code of which {@link #MAX_LONG_RUNS} may be long. */
    static final int PERIOD = 1000;

    static final int MAX_LONG_RUNS = 20;
    /** A thread that was found running for too long counts as this number of long runs: it probably was not let run. */
    static final int FOUND_RUNNING = 7;
    /** The number of periods without a loss after which the next proof is half as long. */
    static final int PERIODS_UNTIL_SHORTER = 10;

    private final boolean provable;
    private final ReentrantLock lock = new ReentrantLock();

    /** Written with the lock. */
    private volatile boolean proven;

    @GuardedBy("lock")
    private int proof = FIRST_PROOF;

    @GuardedBy("lock")
    private int quickRuns;

    @GuardedBy("lock")
    private int runs;

    @GuardedBy("lock")
    private int longRuns;

    @GuardedBy("lock")
    private int periods;

    private Quickness(boolean provable, boolean proven) {
        this.provable = provable;
        this.proven = proven;
    }

    /** Creates the quickness of code that has to prove it. */
    public static Quickness unproven() {
        return new Quickness(true, false);
    }

    /**
     * Creates the quickness of code that counts as proven until it loses its proof.
     *
     * @param provable whether it may prove it afterwards
     */
    public static Quickness proven(boolean provable) {
        return new Quickness(provable, true);
    }

    /** Creates the quickness of code that must never run on the I/O thread. */
    public static Quickness never() {
        return new Quickness(false, false);
    }

    /** Returns {@code true} if the code may run on the I/O thread. */
    public boolean isProven() {
        return proven;
    }

    /** Records a run that has ended, on any thread. */
    void ran(long nanos) {
        if (!provable && !proven) {
            return;
        }
        lock.lock();
        try {
            if (proven) {
                ranProven(nanos);
            } else {
                quickRuns = nanos < QUICK_NANOS ? quickRuns + 1 : Math.max(0, quickRuns - TAKEN_BACK);
                if (quickRuns >= proof) {
                    prove();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void ranProven(long nanos) {
        if (nanos > LONG_NANOS) {
            addLongRuns(1);
        }
        if (++runs >= PERIOD) {
            endPeriod();
        }
    }

    /** Records that the code has lost the I/O thread. */
    void lost(Loss loss) {
        lock.lock();
        try {
            if (!proven) {
                return;
            }
            if (loss == Loss.RUNS) {
                addLongRuns(FOUND_RUNNING);
            } else {
                disprove();
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void addLongRuns(int count) {
        longRuns += count;
        if (longRuns > MAX_LONG_RUNS) {
            disprove();
        }
    }

    @GuardedBy("lock")
    private void endPeriod() {
        runs = 0;
        longRuns = 0;
        if (++periods >= PERIODS_UNTIL_SHORTER) {
            periods = 0;
            proof = Math.max(FIRST_PROOF, proof / 2);
        }
    }

    @GuardedBy("lock")
    private void prove() {
        runs = 0;
        longRuns = 0;
        periods = 0;
        proven = provable;
    }

    @GuardedBy("lock")
    private void disprove() {
        proven = false;
        quickRuns = 0;
        proof = Math.min(LONGEST_PROOF, proof * 2);
    }
}
