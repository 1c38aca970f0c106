package dev.iii.stub.core;

import org.jspecify.annotations.Nullable;

/**
 * The trace that something belongs to.
 *
 * @param traceparent W3C trace context
 * @param baggage W3C baggage
 */
public record TraceContext(
        @Nullable String traceparent, @Nullable String baggage) {

    /** No trace. */
    public static final TraceContext NONE = new TraceContext(null, null);

    static TraceContext of(@Nullable String traceparent, @Nullable String baggage) {
        return traceparent == null && baggage == null ? NONE : new TraceContext(traceparent, baggage);
    }
}
