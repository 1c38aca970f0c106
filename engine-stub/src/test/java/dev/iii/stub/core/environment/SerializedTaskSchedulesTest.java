package dev.iii.stub.core.environment;

import static dev.iii.stub.core.Schedules.check;

import dev.iii.stub.core.Schedules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs a serialized task in many schedules of two requesting threads. */
@Tag("schedules")
class SerializedTaskSchedulesTest {

    @Test
    void aRequestIsFollowedByARunAndNoTwoRunsOverlap() {
        Schedules.run(new TwoRequests());
    }

    /** Sees what the requesting threads have written before their requests. */
    private static final class Reading implements Runnable {

        volatile boolean first;
        volatile boolean second;
        volatile boolean seenFirst;
        volatile boolean seenSecond;
        volatile boolean running;
        volatile boolean overlapped;

        @Override
        public void run() {
            overlapped |= running;
            running = true;
            seenFirst = first;
            seenSecond = second;
            running = false;
        }
    }

    private static final class Request implements Runnable {

        private final Reading reading;
        private final SerializedTask task;

        Request(Reading reading, SerializedTask task) {
            this.reading = reading;
            this.task = task;
        }

        @Override
        public void run() {
            reading.first = true;
            task.request();
        }
    }

    private static final class TwoRequests implements Runnable {
        @Override
        public void run() {
            Reading reading = new Reading();
            SerializedTask task = SerializedTask.of(reading);
            Thread other = new Thread(new Request(reading, task));
            other.start();
            reading.second = true;
            task.request();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            check(reading.seenFirst && reading.seenSecond, "the last run has seen both");
            check(!reading.overlapped, "one run at a time");
        }
    }
}
