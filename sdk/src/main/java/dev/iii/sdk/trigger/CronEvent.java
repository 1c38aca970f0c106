package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.time.Instant;

/**
 * A due time of a schedule. It is the payload of functions that are bound to a {@link CronTrigger} (engine behaviour,
 * section 13). Immutable.
 *
 * <pre>{@code
 * worker.registerFunction("every-night", CronEvent.class, (tick, call) -> report.of(tick.scheduledTime()));
 * worker.registerTrigger(CronTrigger.expression("0 0 3 * * *"), "every-night");
 * }</pre>
 *
 * @param jobId the id of the trigger
 * @param scheduledTime the time for which the call was scheduled
 * @param actualTime the time at which the engine made the call
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.CronTicks.class)
public record CronEvent(String jobId, Instant scheduledTime, Instant actualTime) implements JsonConvertible {

    @Override
    public Json toJson() {
        return EventWriters.cron(this);
    }
}
