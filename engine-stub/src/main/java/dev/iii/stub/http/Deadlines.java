package dev.iii.stub.http;

import dev.iii.stub.core.StubClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes those who wait too long. All wait equally long, so they are due in the order in which they came: a queue and one
 * alarm are enough, however many requests there are. Thread-safe.
 */
final class Deadlines {

    /** One who waits. */
    static final class Deadline {
        private final long atNanos;
        /** Nothing when it is over; the entry then holds nothing else alive. */
        private volatile @Nullable Runnable late;

        private Deadline(long atNanos, Runnable late) {
            this.atNanos = atNanos;
            this.late = late;
        }

        /** It need not be woken any more. */
        void cancel() {
            late = null;
        }
    }

    private final StubClock clock;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Deadline> waiting = new ArrayDeque<>();
    private StubClock.@Nullable Alarm alarm;
    private boolean closed;

    Deadlines(StubClock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /** Runs the task when the time is over, on a thread of the clock; it must not block. */
    Deadline begin(Runnable late) {
        lock.lock();
        try {
            forgetCancelled();
            Deadline deadline = new Deadline(clock.nanoTime() + patience.toNanos(), late);
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

    /** Wakes nobody any more. */
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

    private void forgetCancelled() {
        Deadline first;
        while ((first = waiting.peek()) != null && first.late == null) {
            waiting.poll();
        }
    }

    /** One alarm at most is set; it may ring for somebody who has gone, and then is set anew. */
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
