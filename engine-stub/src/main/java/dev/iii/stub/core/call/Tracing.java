package dev.iii.stub.core.call;

import dev.iii.protocol.ErrorBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates the spans of the engine itself (engine behaviour, section 18). Without telemetry there are no spans, and trace
 * contexts are passed on, except for an invalid traceparent.
 */
public interface Tracing {

    /** A span that has started. */
    interface Span {
        /** Returns the trace context for child spans. */
        TraceContext context();

        /** Adds an attribute that was unknown when the span started. */
        default void attribute(String name, String value) {
            // Without telemetry no attribute is recorded.
        }

        /** Ends the span, as failed if there is an error. */
        void end(@Nullable ErrorBody error);
    }

    /** Creates no spans. */
    Tracing NONE = (name, parent, attributes) -> new Span() {
        @Override
        public TraceContext context() {
            return parent.toSend();
        }

        @Override
        public void end(@Nullable ErrorBody error) {
            // Without telemetry no span is recorded.
        }
    };

    /** Starts a span. Called on any thread; must not block. */
    Span begin(String name, TraceContext parent, Map<String, String> attributes);
}
