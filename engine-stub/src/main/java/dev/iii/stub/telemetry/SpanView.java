package dev.iii.stub.telemetry;

import dev.iii.stub.telemetry.data.Attribute;
import dev.iii.stub.telemetry.data.SpanRecord;

/** Computes properties of spans that several functions need. */
final class SpanView {

    private static final double NANOS_PER_MILLI = 1_000_000.0;

    private SpanView() {}

    /**
     * Returns {@code true} if the span belongs to an internal function of the engine. Such spans are hidden by default.
     */
    static boolean isInternal(SpanRecord span) {
        for (Attribute attribute : span.details().attributes()) {
            if (attribute.key().equals("iii.function.kind") && attribute.value().equals("internal")
                    || attribute.key().equals("function_id")
                            && attribute.value().startsWith("engine::")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the end of a span. For a pending span this is the current time. */
    static long end(SpanRecord span, long nowNanos) {
        return span.interval().pending() ? nowNanos : span.interval().endUnixNano();
    }

    static long durationNanos(SpanRecord span, long nowNanos) {
        return TimeFields.between(span.interval().startUnixNano(), end(span, nowNanos));
    }

    static double durationMillis(SpanRecord span, long nowNanos) {
        return durationNanos(span, nowNanos) / NANOS_PER_MILLI;
    }
}
