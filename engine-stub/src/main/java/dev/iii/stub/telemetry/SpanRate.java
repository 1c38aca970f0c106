package dev.iii.stub.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.stub.core.environment.StubClock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the spans of workers that were read immediately in the current second. Thread-safe. */
final class SpanRate {

    /** Up to this number of spans per second, messages are read immediately. */
    static final int LOW = 1000;

    private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

    private final StubClock clock;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private long periodEnd;

    @GuardedBy("lock")
    private int spans;

    SpanRate(StubClock clock) {
        this.clock = clock;
        this.periodEnd = clock.nanoTime() + PERIOD_NANOS;
    }

    /** Returns {@code true} if fewer than {@link #LOW} spans were read in the current second. */
    boolean isLow() {
        lock.lock();
        try {
            long now = clock.nanoTime();
            if (now - periodEnd >= 0) {
                periodEnd = now + PERIOD_NANOS;
                spans = 0;
            }
            return spans < LOW;
        } finally {
            lock.unlock();
        }
    }

    void add(int count) {
        lock.lock();
        try {
            spans += count;
        } finally {
            lock.unlock();
        }
    }
}
