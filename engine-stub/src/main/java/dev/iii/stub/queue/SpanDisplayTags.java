package dev.iii.stub.queue;

import dev.iii.stub.core.call.TraceContext;
import java.util.Set;

/**
 * The members of the baggage that control how the span of the caller is displayed. They would change the span of the
 * later call in the same way, so they are removed before the delivery, as on the real engine.
 */
final class SpanDisplayTags {

    private static final Set<String> NAMES = Set.of("iii.tag.kind", "iii.tag.display_name", "iii.tag.hidden");

    private SpanDisplayTags() {}

    static TraceContext removedFrom(TraceContext trace) {
        return new TraceContext(trace.traceparent(), trace.baggage().without(NAMES));
    }
}
