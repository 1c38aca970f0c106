package dev.iii.stub.telemetry;

import dev.iii.stub.core.call.Traceparent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which spans the engine creates. Immutable.
 *
 * @param ratio the fraction of the traces to record, from 0 to 1
 * @param rules the configured rules, which are only displayed; as on the real engine, they have no effect
 * @param parentBased a configured value that is only displayed
 * @param followsParent whether the engine records a call if and only if its caller records it; calls without a parent
 *     span use the ratio
 */
public record Sampling(double ratio, List<Rule> rules, boolean parentBased, boolean followsParent) {

    /** Records every span. */
    public static final Sampling ALL = new Sampling(1.0, List.of(), true, false);

    public Sampling {
        rules = List.copyOf(rules);
    }

    /**
     * A configured rule.
     *
     * @param operation a pattern for names of spans; {@code null} for all
     * @param service a pattern for names of services; {@code null} for all
     * @param rate the fraction to record, from 0 to 1
     */
    public record Rule(@Nullable String operation, @Nullable String service, double rate) {}

    /** Returns {@code true} if a span of this trace must be created. */
    boolean takes(@Nullable Traceparent parent, String traceId) {
        if (followsParent && parent != null) {
            return parent.sampled();
        }
        if (ratio >= 1.0) {
            return true;
        }
        // Uses the last 16 digits of the trace id, so that every process selects the same traces.
        long bits = Long.parseUnsignedLong(traceId.substring(traceId.length() - 16), 16) >>> 1;
        return ratio > 0 && bits < (long) (ratio * Long.MAX_VALUE);
    }
}
