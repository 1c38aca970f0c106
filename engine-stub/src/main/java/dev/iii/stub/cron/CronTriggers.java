package dev.iii.stub.cron;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.core.trigger.TriggerRejected;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.Struct;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Provides the cron triggers. Each has a separate {@link CronJob}. */
final class CronTriggers implements TriggerProvider {

    static final Struct CONFIG = Struct.of(
            "CronTriggerConfig",
            Field.string("expression").describedAs("second minute hour day month weekday [year], in UTC."),
            Field.string("condition_function_id")
                    .optional()
                    .describedAs("Called first with the same payload; if it returns false, this time is skipped."));

    static final Struct CALL = Struct.of(
            "CronCallRequest",
            Field.string("trigger").describedAs("Always cron."),
            Field.string("job_id").describedAs("The id of the trigger."),
            Field.string("scheduled_time").describedAs("The time of the schedule, RFC 3339."),
            Field.string("actual_time").describedAs("The time of the call, RFC 3339."));

    private final EngineContext engine;
    private final Map<String, CronJob> jobs = new ConcurrentHashMap<>();

    CronTriggers(EngineContext engine) {
        this.engine = engine;
    }

    @Override
    public void register(Trigger trigger) throws TriggerRejected {
        String expression = string(trigger.config(), "expression");
        if (expression == null || expression.isEmpty()) {
            throw new TriggerRejected("Cron expression is required");
        }
        Schedule schedule;
        try {
            schedule = Schedule.parse(expression);
        } catch (IllegalArgumentException e) {
            throw new TriggerRejected("Invalid cron expression '" + expression + "': " + e.getMessage());
        }
        CronJob job = new CronJob(engine, trigger, schedule, string(trigger.config(), "condition_function_id"));
        CronJob previous = jobs.put(trigger.id(), job);
        if (previous != null) {
            previous.stop();
        }
        job.start();
    }

    @Override
    public void unregister(Trigger trigger) {
        CronJob job = jobs.remove(trigger.id());
        if (job != null) {
            job.stop();
        }
    }

    /**
     * Calls a function once for each of its triggers, without a change of their schedules.
     *
     * @return the number of triggers
     */
    int fire(String functionId, Instant scheduled) {
        List<CronJob> due = jobs.values().stream()
                .filter(job -> job.functionId().equals(functionId))
                .toList();
        due.forEach(job -> job.fireNow(scheduled));
        return due.size();
    }

    void close() {
        jobs.values().forEach(CronJob::stop);
        jobs.clear();
    }

    private static @Nullable String string(RawJson config, String field) {
        if (config.isObject()) {
            byte[] name = field.getBytes(StandardCharsets.US_ASCII);
            JsonCursor members = JsonCursor.ofObject(config);
            while (members.next()) {
                if (members.nameIs(name) && JsonText.isString(members.value())) {
                    return JsonText.string(members.value());
                }
            }
        }
        return null;
    }
}
