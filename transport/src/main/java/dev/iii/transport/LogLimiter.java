package dev.iii.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Limits the log lines of a period and counts the others, so that the log stays readable. Thread-safe. */
public final class LogLimiter {

    private final LongSupplier nanoTime;
    private final int lines;
    private final long periodNanos;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private long periodEnd;

    @GuardedBy("lock")
    private int left;

    @GuardedBy("lock")
    private long suppressed;

    /**
     * Creates a limiter that permits {@code lines} in each period.
     *
     * @param nanoTime the time, as {@link System#nanoTime}
     */
    public LogLimiter(LongSupplier nanoTime, int lines, Duration period) {
        this.nanoTime = nanoTime;
        this.lines = lines;
        this.periodNanos = period.toNanos();
        this.periodEnd = nanoTime.getAsLong() + periodNanos;
        this.left = lines;
    }

    /**
     * Logs if the limit allows it.
     *
     * @param line writes the line. Its argument is a note with the number of lines omitted since the last one, or empty
     */
    public void log(Consumer<String> line) {
        String note;
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
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
