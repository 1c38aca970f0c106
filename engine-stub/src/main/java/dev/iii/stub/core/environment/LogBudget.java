package dev.iii.stub.core.environment;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Lets so many log lines pass in a period and counts the others, so that a flood of mistakes stays readable. */
public final class LogBudget {

    private final StubClock clock;
    private final int lines;
    private final long periodNanos;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private long periodEnd;

    @GuardedBy("lock")
    private int left;

    @GuardedBy("lock")
    private long suppressed;

    /** A budget of {@code lines} in each period. */
    public LogBudget(StubClock clock, int lines, Duration period) {
        this.clock = clock;
        this.lines = lines;
        this.periodNanos = period.toNanos();
        this.periodEnd = clock.nanoTime() + periodNanos;
        this.left = lines;
    }

    /** Logs when there is budget left; the text says how many lines were left out since the last one, or nothing. */
    public void spend(Consumer<String> line) {
        String note;
        lock.lock();
        try {
            long now = clock.nanoTime();
            if (now - periodEnd >= 0) {
                periodEnd = now + periodNanos;
                left = lines;
            }
            if (left == 0) {
                suppressed++;
                return;
            }
            left--;
            note = suppressed == 0 ? "" : " (" + suppressed + " more like it were not logged)";
            suppressed = 0;
        } finally {
            lock.unlock();
        }
        line.accept(note);
    }
}
