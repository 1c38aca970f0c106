package dev.iii.stub.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which spans the engine makes.
 *
 * @param ratio how many of the traces, from 0 to 1
 * @param rules shown as configured; as on the real engine they drop nothing
 * @param parentBased what is shown
 * @param followsParent whether a caller that does not record keeps the engine from recording, too
 */
public record Sampling(double ratio, List<Rule> rules, boolean parentBased, boolean followsParent) {

    /** Every span. */
    public static final Sampling ALL = new Sampling(1.0, List.of(), true, false);

    public Sampling {
        rules = List.copyOf(rules);
    }

    /**
     * A rule.
     *
     * @param operation a pattern for names of spans
     * @param service a pattern for names of services
     * @param rate how many of them, from 0 to 1
     */
    public record Rule(@Nullable String operation, @Nullable String service, double rate) {}

    /** Whether a span of this trace is made. */
    boolean takes(@Nullable Traceparent parent, String traceId) {
        if (followsParent && parent != null) {
            return parent.sampled();
        }
        if (ratio >= 1.0) {
            return true;
        }
        // The same traces everywhere, by the end of their id.
        long bits = Long.parseUnsignedLong(traceId.substring(traceId.length() - 16), 16) >>> 1;
        return ratio > 0 && bits < (long) (ratio * Long.MAX_VALUE);
    }
}
