package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.trigger.CronEvent;
import dev.iii.sdk.trigger.CronTrigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Removes sessions that are older than an hour, every minute. */
public final class CronJob {

    private static final String SCOPE = "sessions";

    record Session(String id, Instant begun) {}

    private CronJob() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(WorkerOptions.builder()
                .name("session-cleaner")
                .closeOnExit(true)
                .build());
        register(worker, Clock.systemUTC(), "0 * * * * *");
        worker.closed().join();
    }

    /** @param expression second, minute, hour, day of the month, month, day of the week; in UTC */
    static void register(Worker worker, Clock clock, String expression) {
        worker.registerFunction("sessions::clean", CronEvent.class, (tick, call) -> {
            Instant oldest = clock.instant().minus(Duration.ofHours(1));
            int removed = 0;
            for (Session session : worker.state().list(SCOPE, Session.class)) {
                if (session.begun().isBefore(oldest)) {
                    worker.state().delete(SCOPE, session.id());
                    removed++;
                }
            }
            worker.logger("sessions::clean").info("cleaned", Map.of("removed", removed));
            return removed;
        });
        // The engine skips a time while the previous call is still running.
        worker.registerTrigger(CronTrigger.expression(expression), "sessions::clean");
    }
}
