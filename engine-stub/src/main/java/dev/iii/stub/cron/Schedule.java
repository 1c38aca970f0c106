package dev.iii.stub.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The times of a cron expression, in UTC. Immutable.
 *
 * <p>The expression has six fields, the first of which is the seconds, and an optional seventh field for the year. A
 * time must match both the day of the month and the day of the week. Sunday is 1.
 */
final class Schedule {

    private static final int MAX_RECENT = 16;

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

    /** Parsed expressions need up to 100 kB each, so only those that were used last are kept. The map is its own lock. */
    private static final Map<String, ExecutionTime> RECENT = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ExecutionTime> eldest) {
            return size() > MAX_RECENT;
        }
    };

    private final String expression;

    private Schedule(String expression) {
        this.expression = expression;
    }

    /**
     * Parses an expression.
     *
     * @throws IllegalArgumentException if it is not a valid expression; the message contains the reason
     */
    static Schedule parse(String expression) {
        String normalized = CronText.normalize(expression);
        times(normalized);
        return new Schedule(normalized);
    }

    private static ExecutionTime times(String expression) {
        synchronized (RECENT) {
            ExecutionTime known = RECENT.get(expression);
            if (known == null) {
                Cron cron = PARSER.parse(expression);
                cron.validate();
                known = ExecutionTime.forCron(cron);
                RECENT.put(expression, known);
            }
            return known;
        }
    }

    /** Returns the first later time, in whole seconds, or {@code null} if there is none. */
    @Nullable
    Instant next(Instant after) {
        // For some expressions the library keeps the fraction of the second.
        ZonedDateTime from = after.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);
        return times(expression)
                .nextExecution(from)
                .map(ZonedDateTime::toInstant)
                .orElse(null);
    }
}
