package dev.iii.sdk.otel;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Copies the baggage of the parent context to each new span, because the engine's trace views expect it there. */
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
        // onStart has copied the baggage already.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
