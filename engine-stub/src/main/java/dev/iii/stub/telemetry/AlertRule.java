package dev.iii.stub.telemetry;

import java.time.Duration;

/**
 * A metric that is watched.
 *
 * @param name names the rule
 * @param metric the metric
 * @param condition when it is time to tell
 * @param window how far back values count
 * @param cooldown how long to keep quiet after having told
 * @param action what to do
 * @param enabled whether it is watched at all
 */
public record AlertRule(
        String name,
        String metric,
        Condition condition,
        Duration window,
        Duration cooldown,
        Action action,
        boolean enabled) {

    /**
     * When it is time to tell.
     *
     * @param operator how the value is compared
     * @param threshold with what
     */
    public record Condition(Operator operator, double threshold) {

        boolean holds(double value) {
            return switch (operator) {
                case GREATER_THAN -> value > threshold;
                case GREATER_THAN_OR_EQUAL -> value >= threshold;
                case LESS_THAN -> value < threshold;
                case LESS_THAN_OR_EQUAL -> value <= threshold;
                case EQUAL -> Math.abs(value - threshold) < Math.ulp(1.0);
                case NOT_EQUAL -> Math.abs(value - threshold) >= Math.ulp(1.0);
            };
        }
    }

    /** How a value is compared with the threshold. */
    public enum Operator {
        GREATER_THAN("GreaterThan"),
        GREATER_THAN_OR_EQUAL("GreaterThanOrEqual"),
        LESS_THAN("LessThan"),
        LESS_THAN_OR_EQUAL("LessThanOrEqual"),
        EQUAL("Equal"),
        NOT_EQUAL("NotEqual");

        private final String wireName;

        Operator(String wireName) {
            this.wireName = wireName;
        }

        /** Its name in alerts; in rules it is written in small letters. */
        public String wireName() {
            return wireName;
        }
    }

    /** What to do. */
    public sealed interface Action {

        /** A line in the log. */
        record Log() implements Action {}

        /**
         * A request to a URL, which this engine does not make: it says so in the log.
         *
         * @param url the URL
         */
        record Webhook(String url) implements Action {}

        /**
         * A call of a function in the default namespace.
         *
         * @param path the id of the function
         */
        record Function(String path) implements Action {}
    }
}
