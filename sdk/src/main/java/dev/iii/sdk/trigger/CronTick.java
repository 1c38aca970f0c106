package dev.iii.sdk.trigger;

import dev.iii.sdk.json.ReadBy;
import java.time.Instant;

/**
 * The time has come: the payload of functions that are bound to a {@link CronTrigger} (engine behaviour, section 13).
 * Immutable.
 *
 * <pre>{@code
 * worker.registerFunction("every-night", CronTick.class, (tick, call) -> report.of(tick.scheduledTime()));
 * worker.registerTrigger(CronTrigger.expression("0 0 3 * * *"), "every-night");
 * }</pre>
 *
 * @param jobId the id of the trigger
 * @param scheduledTime when it was due
 * @param actualTime when the engine called
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.CronTicks.class)
public record CronTick(String jobId, Instant scheduledTime, Instant actualTime) {}
