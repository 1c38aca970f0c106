package dev.iii.stub.cron;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.json.ObjectWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One cron trigger. It waits for the next time of its schedule and calls its function. When the call has ended, it
 * computes the next time. Calls of one trigger therefore never overlap, and times that pass during a call are skipped.
 */
final class CronJob {

    private static final Logger log = BoundedLogger.of(CronJob.class);

    /** The maximum time between two checks of the system time, which can be changed while the job waits. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    private final EngineContext engine;
    private final Trigger trigger;
    private final Schedule schedule;
    private final @Nullable String conditionFunctionId;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private boolean stopped;

    @GuardedBy("lock")
    private StubClock.@Nullable Alarm alarm;

    CronJob(EngineContext engine, Trigger trigger, Schedule schedule, @Nullable String conditionFunctionId) {
        this.engine = engine;
        this.trigger = trigger;
        this.schedule = schedule;
        this.conditionFunctionId = conditionFunctionId;
    }

    /** Waits for the next time of the schedule. */
    void start() {
        Instant now = engine.clock().now();
        Instant next = schedule.next(now);
        if (next == null) {
            log.warn(
                    "The cron trigger {} for function {} will not fire again: its expression has no later time",
                    trigger.id(),
                    trigger.functionId());
            return;
        }
        Duration left = Duration.between(now, next);
        Duration sleep = left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP;
        lock.lock();
        try {
            if (!stopped) {
                alarm = engine.clock().after(sleep, () -> awake(next));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops the job. No further call is made. A running call continues. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            if (alarm != null) {
                alarm.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awake(Instant scheduled) {
        Instant now = engine.clock().now();
        if (now.isBefore(scheduled)) {
            start();
        } else if (!isStopped()) {
            fire(scheduled, now, this::start);
        }
    }

    /** Returns the id of the function that this job calls. */
    String functionId() {
        return trigger.functionId();
    }

    /** Calls the function for a time that need not be in the schedule. The schedule is not affected. */
    void fireNow(Instant scheduled) {
        fire(scheduled, engine.clock().now(), () -> {});
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** @param ended called when the call has ended */
    private void fire(Instant scheduled, Instant actual, Runnable ended) {
        Tracing.Span span = engine.tracing()
                .begin(
                        "call " + trigger.functionId(),
                        TraceContext.NONE,
                        Map.of("job_id", trigger.id(), "function_id", trigger.functionId(), "faas.trigger", "timer"));
        Call call = Call.of(trigger, payload(scheduled, actual))
                .withMetadata(trigger.metadata())
                .withTrace(span.context());
        engine.fire(trigger, call, conditionFunctionId, outcome -> {
            span.end(outcome instanceof Outcome.Failure failure ? failure.error() : null);
            ended.run();
        });
    }

    private RawJson payload(Instant scheduled, Instant actual) {
        return new ObjectWriter()
                .put("trigger", "cron")
                .put("job_id", trigger.id())
                .put("scheduled_time", rfc3339(scheduled))
                .put("actual_time", rfc3339(actual))
                .end();
    }

    /** Formats a time with an offset instead of the letter Z, as the real engine does. */
    private static String rfc3339(Instant time) {
        String text = time.toString();
        return text.substring(0, text.length() - 1) + "+00:00";
    }
}
