package dev.iii.sdk.otel;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Copies the baggage in whose scope a span begins onto the span, as the engine's views of traces expect. */
final class BaggageAttributes implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        Baggage.fromContext(parent).forEach((name, entry) -> span.setAttribute(name, entry.getValue()));
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // Everything was done at its beginning.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
