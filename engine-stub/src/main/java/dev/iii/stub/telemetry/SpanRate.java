package dev.iii.stub.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.stub.core.environment.StubClock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the spans of workers that arrive in a second. Thread-safe. */
final class SpanRate {

    /** Up to this number of spans per second, messages are read immediately. */
    static final int LOW = 1000;

    private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

    private final StubClock clock;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private long periodEnd;

    @GuardedBy("lock")
    private long spans;

    /** Whether too many spans arrived in the second before the current one. */
    @GuardedBy("lock")
    private boolean wasHigh;

    SpanRate(StubClock clock) {
        this.clock = clock;
        this.periodEnd = clock.nanoTime() + PERIOD_NANOS;
    }

    /**
     * Returns {@code true} if fewer than {@link #LOW} spans arrived in the current second, and not more in the second before.
     * So in a long flood of spans, not even the first ones of each second are read.
     */
    boolean isLow() {
        lock.lock();
        try {
            long late = clock.nanoTime() - periodEnd;
            if (late >= 0) {
                wasHigh = late < PERIOD_NANOS && spans > LOW;
                spans = 0;
                periodEnd += late + PERIOD_NANOS;
            }
            return spans < LOW && !wasHigh;
        } finally {
            lock.unlock();
        }
    }

    /** Spans have arrived, whether they are read now or not. */
    void add(int count) {
        lock.lock();
        try {
            spans += count;
        } finally {
            lock.unlock();
        }
    }
}
