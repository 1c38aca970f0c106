package dev.iii.stub.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.stub.core.environment.StubClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long requests may wait. All of them have the same timeout, so they become due in the order in which they
 * began. Therefore a queue and one alarm are enough for any number of requests. Thread-safe.
 */
final class RequestTimeouts {

    /** The deadline of one request. */
    static final class Deadline {
        private final long atNanos;
        /** {@code null} after cancellation, so that the entry in the queue does not keep the request in memory. */
        private volatile @Nullable Runnable late;

        private Deadline(long atNanos, Runnable late) {
            this.atNanos = atNanos;
            this.late = late;
        }

        /** Cancels the deadline. */
        void cancel() {
            late = null;
        }
    }

    private final StubClock clock;
    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<Deadline> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private StubClock.@Nullable Alarm alarm;

    @GuardedBy("lock")
    private boolean closed;

    RequestTimeouts(StubClock clock, Duration timeout) {
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * Begins a deadline.
     *
     * @param late the task to run when the timeout is over, on a thread of the clock; must not block
     */
    Deadline begin(Runnable late) {
        lock.lock();
        try {
            forgetCancelled();
            Deadline deadline = new Deadline(clock.nanoTime() + timeout.toNanos(), late);
            waiting.add(deadline);
            setAlarm();
            return deadline;
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Cancels all deadlines. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            if (alarm != null) {
                alarm.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void forgetCancelled() {
        Deadline first;
        while ((first = waiting.peek()) != null && first.late == null) {
            waiting.poll();
        }
    }

    /**
     * Sets the alarm for the first deadline, if no alarm is set. If that deadline is cancelled before the alarm runs,
     * the alarm is then set for the next one.
     */
    @GuardedBy("lock")
    private void setAlarm() {
        Deadline first = waiting.peek();
        if (first != null && alarm == null && !closed) {
            long left = Math.max(0, first.atNanos - clock.nanoTime());
            alarm = clock.after(Duration.ofNanos(left), this::ring);
        }
    }

    private void ring() {
        List<Runnable> due = new ArrayList<>();
        lock.lock();
        try {
            alarm = null;
            long now = clock.nanoTime();
            Deadline first;
            while ((first = waiting.peek()) != null && (first.late == null || first.atNanos - now <= 0)) {
                waiting.poll();
                Runnable late = first.late;
                if (late != null) {
                    due.add(late);
                }
            }
            setAlarm();
        } finally {
            lock.unlock();
        }
        due.forEach(Runnable::run);
    }
}
