package dev.iii.stub.core.call;

import dev.iii.protocol.ErrorBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans that the engine makes by itself (engine behaviour, section 18). Without telemetry there are none and a
 * trace context is handed on as it came.
 */
public interface Tracing {

    /** A span that has begun. */
    interface Span {
        /** The trace context for what happens below the span. */
        TraceContext context();

        /** Adds something that was not known when it began. */
        default void attribute(String name, String value) {
            // Nobody sees it when nothing is recorded.
        }

        /** It is over; with an error it failed. */
        void end(@Nullable ErrorBody error);
    }

    /** No spans. */
    Tracing NONE = (name, parent, attributes) -> new Span() {
        @Override
        public TraceContext context() {
            return parent;
        }

        @Override
        public void end(@Nullable ErrorBody error) {
            // Nothing was recorded.
        }
    };

    /** Begins a span. Called on any thread, must not block. */
    Span begin(String name, TraceContext parent, Map<String, String> attributes);
}
