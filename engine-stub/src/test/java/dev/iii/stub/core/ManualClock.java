package dev.iii.stub.core;

import dev.iii.stub.core.environment.StubClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that stands still until a test moves it. */
public final class ManualClock implements StubClock {

    private static final class Pending implements Alarm {
        final Instant at;
        final Runnable task;
        boolean cancelled;

        Pending(Instant at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final List<Pending> alarms = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T06:00:00Z");
    private Duration offset = Duration.ZERO;

    @Override
    public Instant now() {
        return now.plus(offset);
    }

    @Override
    public long nanoTime() {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        Pending alarm = new Pending(now.plus(delay), task);
        alarms.add(alarm);
        return alarm;
    }

    /** Moves the time on; what is due on the way runs at its time, in order. */
    public void advance(Duration time) {
        Instant end = now.plus(time);
        while (true) {
            alarms.removeIf(alarm -> alarm.cancelled);
            Pending next = alarms.stream()
                    .filter(alarm -> !alarm.at.isAfter(end))
                    .min(Comparator.comparing(alarm -> alarm.at))
                    .orElse(null);
            if (next == null) {
                now = end;
                return;
            }
            alarms.remove(next);
            now = next.at;
            next.task.run();
        }
    }

    /** Sets the time of day on, or back, as a person does; alarms ring after as long as before. */
    public void setTimeOfDayOn(Duration by) {
        offset = offset.plus(by);
    }

    /** How many alarms are set. */
    public long alarms() {
        return alarms.stream().filter(alarm -> !alarm.cancelled).count();
    }
}
