package dev.iii.stub.core.environment;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Limits the log lines of a period and counts the others, so that the log stays readable. Thread-safe. */
public final class LogBudget {

    private static final int FOREIGN_LINES = 10;
    private static final Duration FOREIGN_PERIOD = Duration.ofMinutes(1);

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

    /** Creates a budget of {@code lines} in each period. */
    public LogBudget(StubClock clock, int lines, Duration period) {
        this.clock = clock;
        this.lines = lines;
        this.periodNanos = period.toNanos();
        this.periodEnd = clock.nanoTime() + periodNanos;
        this.left = lines;
    }

    /** Creates a budget for lines about workers that change, or try to change, what belongs to other workers. */
    public static LogBudget ofForeignChanges(StubClock clock) {
        return new LogBudget(clock, FOREIGN_LINES, FOREIGN_PERIOD);
    }

    /** Logs if the budget allows it. The text gives the number of lines omitted since the last one, and is empty for none. */
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
