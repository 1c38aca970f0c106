package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;

/**
 * Calls the function at certain times (engine behaviour, section 13), with a {@link CronTick}. The times are UTC. A
 * tick is skipped while the call of the one before is unanswered. Immutable.
 *
 * <p>On several engines each fires, unless they share Redis and the trigger has the same id (section 22).
 */
public final class CronTrigger extends BuiltIn<CronTrigger> {

    private CronTrigger(Parts parts) {
        super("cron", parts);
    }

    @Override
    CronTrigger copy(Parts changed) {
        return new CronTrigger(changed);
    }

    /**
     * Times as six fields, <em>seconds first</em>: {@code sec min hour day month weekday}, and a year as a seventh if need
     * be. {@code 0 30 6 * * *} is half past six every morning. Or one of {@code @yearly}, {@code @monthly}, {@code @weekly},
     * {@code @daily} and {@code @hourly}.
     *
     * @throws IllegalArgumentException when there are more or less fields
     */
    public static CronTrigger expression(String expression) {
        String stripped = Arguments.notBlank(expression, "cron expression").strip();
        int fields = stripped.split("\\s+").length;
        boolean shorthand = fields == 1 && stripped.startsWith("@");
        if (!shorthand && (fields < 6 || fields > 7)) {
            throw new IllegalArgumentException("cron expression '" + expression + "' has " + fields
                    + " fields; it needs six: sec min hour day month weekday, and may have a year");
        }
        return new CronTrigger(Parts.NONE.with("expression", expression));
    }

    /** Asks this function first, with the same payload; its answer {@code false} stops the call, an error does too. */
    public CronTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    /** What every call of the trigger carries beside its payload, see {@link dev.iii.sdk.Invocation#metadata}. */
    public CronTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}
