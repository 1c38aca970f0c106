package dev.iii.stub.core.call;

import org.jspecify.annotations.Nullable;

/**
 * The trace that a call belongs to. Immutable.
 *
 * @param traceparent W3C trace context
 * @param baggage W3C baggage
 */
public record TraceContext(
        @Nullable String traceparent, @Nullable String baggage) {

    /** No trace. */
    public static final TraceContext NONE = new TraceContext(null, null);

    /** Returns the context of these fields, or {@link #NONE} if both are {@code null}. */
    public static TraceContext of(@Nullable String traceparent, @Nullable String baggage) {
        return traceparent == null && baggage == null ? NONE : new TraceContext(traceparent, baggage);
    }
}
