package dev.iii.stub.core.call;

import org.jspecify.annotations.Nullable;

/**
 * The trace that a call belongs to. Immutable.
 *
 * @param traceparent the W3C trace context as it was received; {@code null} for none
 * @param baggage the W3C baggage
 */
public record TraceContext(@Nullable String traceparent, Baggage baggage) {

    /** No trace. */
    public static final TraceContext NONE = new TraceContext(null, Baggage.NONE);

    /** Returns the context of these fields of a frame or a request. The baggage is parsed. */
    public static TraceContext of(@Nullable String traceparent, @Nullable String baggage) {
        return traceparent == null && baggage == null ? NONE : new TraceContext(traceparent, Baggage.parse(baggage));
    }

    /** Returns the context to send with a call: the traceparent is written again, or is absent if it is invalid. */
    public TraceContext toSend() {
        Traceparent parsed = Traceparent.parse(traceparent);
        return new TraceContext(parsed == null ? null : parsed.text(), baggage);
    }
}
