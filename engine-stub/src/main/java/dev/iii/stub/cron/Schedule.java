package dev.iii.stub.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a cron expression says that it is time, in UTC. Immutable.
 *
 * <p>Six fields, seconds first, and a year if there is a seventh. A time must match the day of the month and the day of
 * the week. Sunday is 1.
 */
final class Schedule {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.defineCron()
            .withSeconds()
            .and()
            .withMinutes()
            .and()
            .withHours()
            .and()
            .withDayOfMonth()
            .supportsQuestionMark()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(1, 7)
            .withMondayDoWValue(2)
            .supportsQuestionMark()
            .and()
            .withYear()
            .withValidRange(1970, 2100)
            .optional()
            .and()
            .matchDayOfWeekAndDayOfMonth()
            .instance());

    private final ExecutionTime times;

    private Schedule(ExecutionTime times) {
        this.times = times;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    static Schedule parse(String expression) {
        Cron cron = PARSER.parse(CronText.normalize(expression));
        cron.validate();
        return new Schedule(ExecutionTime.forCron(cron));
    }

    /** The first time that is later, to the second; {@code null} when there is none. */
    @Nullable
    Instant next(Instant after) {
        // The library keeps the fraction of a second for some expressions.
        ZonedDateTime from = after.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);
        return times.nextExecution(from).map(ZonedDateTime::toInstant).orElse(null);
    }
}
