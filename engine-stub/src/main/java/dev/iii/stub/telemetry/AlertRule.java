package dev.iii.stub.telemetry;

import java.time.Duration;

/**
 * A rule that watches a metric. Immutable.
 *
 * @param name the name of the rule
 * @param metric the name of the metric
 * @param comparison the comparison that makes the rule fire if it holds
 * @param window the period whose values are used
 * @param cooldown the minimum time between two alerts of the rule
 * @param action the action of an alert
 * @param enabled whether the rule is evaluated
 */
public record AlertRule(
        String name,
        String metric,
        Comparison comparison,
        Duration window,
        Duration cooldown,
        Action action,
        boolean enabled) {

    /**
     * A comparison of the value of the metric with a threshold.
     *
     * @param operator the operator between the value and the threshold
     * @param threshold the threshold
     */
    public record Comparison(Operator operator, double threshold) {

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

    /** The operator between the value and the threshold. */
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

        /** Returns the name of the operator in alerts. In rules the same name is written in lower case. */
        public String wireName() {
            return wireName;
        }
    }

    /** The action of an alert. */
    public sealed interface Action {

        /** Writes a log line. */
        record Log() implements Action {}

        /**
         * Sends a request to a URL. This engine does not send it; it only logs the alert.
         *
         * @param url the URL
         */
        record Webhook(String url) implements Action {}

        /**
         * Calls a function in the default namespace.
         *
         * @param path the id of the function
         */
        record Function(String path) implements Action {}
    }
}
