package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.List;

/**
 * Calls the function on a schedule in UTC (engine behaviour, section 13). The payload is a {@link CronEvent}. The engine
 * skips a tick while the call of the previous tick is still running. Immutable.
 *
 * <p>If there are several engines, each of them calls the function, unless they share Redis and the trigger has the
 * same id (section 22).
 */
public final class CronTrigger extends BuiltInTrigger<CronTrigger> {

    private CronTrigger(Settings settings) {
        super("cron", settings);
    }

    @Override
    CronTrigger copy(Settings changed) {
        return new CronTrigger(changed);
    }

    /**
     * Creates a trigger for a cron expression.
     *
     * @param expression six fields, <em>seconds first</em>: {@code sec min hour day month weekday}, and an optional
     *     year as the seventh field; or one of {@code @yearly}, {@code @monthly}, {@code @weekly}, {@code @daily} and
     *     {@code @hourly}. For example, {@code 0 30 6 * * *} is 06:30 every day
     * @throws IllegalArgumentException if the number of fields is not six or seven, or if a number is out of the range of its
     *     field
     */
    public static CronTrigger expression(String expression) {
        String stripped = Arguments.notBlank(expression, "cron expression").strip();
        List<String> found = CronFields.split(stripped);
        int fields = found.size();
        boolean shorthand = fields == 1 && stripped.startsWith("@");
        if (!shorthand && (fields < 6 || fields > 7)) {
            throw new IllegalArgumentException("cron expression '" + expression + "' has " + fields
                    + " fields; it needs six: sec min hour day month weekday, and may have a year");
        }
        String problem = shorthand ? null : CronFields.problem(found);
        if (problem != null) {
            throw new IllegalArgumentException("cron expression '" + expression + "': " + problem);
        }
        return new CronTrigger(Settings.NONE.with("expression", expression));
    }

    /**
     * Sets a function that the engine calls first, with the same payload. If it returns {@code false} or fails, the
     * engine does not call the function of this trigger. Default: none.
     */
    public CronTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    /**
     * Sets the metadata that every call of this trigger has in addition to its payload, see
     * {@link dev.iii.sdk.Invocation#metadata}. Default: none.
     *
     * @param metadata any value that can be written as JSON; must not be {@code null}
     */
    public CronTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}
