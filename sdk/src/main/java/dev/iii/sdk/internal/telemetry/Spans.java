package dev.iii.sdk.internal.telemetry;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.telemetry.Tracing.Fields;
import dev.iii.sdk.internal.telemetry.Tracing.Handling;
import dev.iii.sdk.telemetry.PayloadCapture;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link Tracing} that uses OpenTelemetry. It is not loaded if the classes of OpenTelemetry are missing, see {@link
 * PassedFields}. Thread-safe.
 */
final class Spans {

    private static final String SCOPE = "dev.iii.sdk";
    private static final String TRACEPARENT = "traceparent";
    private static final String BAGGAGE = "baggage";

    private static final AttributeKey<String> FUNCTION_ID = AttributeKey.stringKey("iii.function.id");
    private static final AttributeKey<String> INVOCATION_ID = AttributeKey.stringKey("iii.invocation.id");
    private static final AttributeKey<String> ERROR_CODE = AttributeKey.stringKey("error.type");

    private static final TextMapGetter<InvokeFunction> FIELDS = new TextMapGetter<>() {
        /** Deprecated, but without a default implementation. */
        @Override
        @SuppressWarnings("deprecation")
        public Iterable<String> keys(InvokeFunction frame) {
            return List.of(TRACEPARENT, BAGGAGE);
        }

        @Override
        public @Nullable String get(@Nullable InvokeFunction frame, String field) {
            if (frame == null) {
                return null;
            }
            return switch (field) {
                case TRACEPARENT -> frame.traceparent();
                case BAGGAGE -> frame.baggage();
                default -> null;
            };
        }
    };

    /** The source of spans; {@code null} if there are none. */
    private final @Nullable Tracer tracer;

    private final PayloadCapture capture;

    private Spans(@Nullable Tracer tracer, PayloadCapture capture) {
        this.tracer = tracer;
        this.capture = capture;
    }

    static Spans of(@Nullable OpenTelemetry telemetry, PayloadCapture capture) {
        return new Spans(telemetry == null ? null : telemetry.getTracer(SCOPE), capture);
    }

    static Tracing.@Nullable SpanIds currentIds() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? new Tracing.SpanIds(span.getTraceId(), span.getSpanId()) : null;
    }

    static Runnable inCurrentContext(Runnable task) {
        return Context.current().wrap(task);
    }

    /** Returns the trace fields for a call that the current thread makes now. */
    Fields current() {
        Context context = Context.current();
        if (context == Context.root()) {
            return Fields.NONE;
        }
        SpanContext span = Span.fromContext(context).getSpanContext();
        String baggage = null;
        if (!Baggage.fromContext(context).isEmpty()) {
            Map<String, String> fields = new HashMap<>();
            W3CBaggagePropagator.getInstance().inject(context, fields, Spans::put);
            baggage = fields.get(BAGGAGE);
        }
        return new Fields(span.isValid() ? traceparent(span) : null, baggage);
    }

    /**
     * Formats a span without flags other than "sampled", because the 0.23 engine drops the trace of a call with another
     * flag.
     */
    private static String traceparent(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + (span.isSampled() ? "-01" : "-00");
    }

    private static void put(@Nullable Map<String, String> fields, String name, String value) {
        if (fields != null) {
            fields.put(name, value);
        }
    }

    /** Starts the tracing of an invocation. */
    Handling begin(InvokeFunction frame) {
        Tracer spans = tracer;
        if (spans == null && frame.traceparent() == null && frame.baggage() == null) {
            return Handling.NONE;
        }
        Context parent = Context.root();
        if (frame.traceparent() != null) {
            parent = W3CTraceContextPropagator.getInstance().extract(parent, frame, FIELDS);
        }
        if (frame.baggage() != null) {
            parent = W3CBaggagePropagator.getInstance().extract(parent, frame, FIELDS);
        }
        return spans == null ? new Traced(parent, null, PayloadCapture.OFF) : span(spans, parent, frame);
    }

    private Handling span(Tracer spans, Context parent, InvokeFunction frame) {
        SpanBuilder builder = spans.spanBuilder("execute " + frame.functionId())
                .setParent(parent)
                .setSpanKind(SpanKind.INTERNAL)
                .setAttribute(FUNCTION_ID, frame.functionId());
        UUID id = frame.invocationId();
        if (id != null) {
            builder.setAttribute(INVOCATION_ID, id.toString());
        }
        Baggage.fromContext(parent).forEach((name, entry) -> builder.setAttribute(name, entry.getValue()));
        Span span = builder.startSpan();
        Traced handling = new Traced(parent.with(span), span, span.isRecording() ? capture : PayloadCapture.OFF);
        handling.event("iii.invocation.input", frame.data(), null);
        return handling;
    }

    private static final class Traced extends Handling {

        private final Context context;
        private final @Nullable Span span;
        private final PayloadCapture capture;

        Traced(Context context, @Nullable Span span, PayloadCapture capture) {
            this.context = context;
            this.span = span;
            this.capture = capture;
        }

        @Override
        public boolean isTraced() {
            return true;
        }

        @Override
        @SuppressWarnings("try") // The scope is only closed.
        public @Nullable Object run(Tracing.HandlerCode handler) throws Exception {
            try (Scope scope = context.makeCurrent()) {
                return handler.run();
            }
        }

        @Override
        public void succeeded(RawJson result) {
            if (span != null) {
                event("iii.invocation.output", result, true);
                span.setStatus(StatusCode.OK);
                span.end();
            }
        }

        @Override
        public void failed(ErrorBody error, @Nullable Throwable cause) {
            if (span != null) {
                event("iii.invocation.output", payload(error), false);
                if (cause != null) {
                    span.recordException(cause);
                }
                span.setAttribute(ERROR_CODE, error.code());
                span.setStatus(StatusCode.ERROR, error.message());
                span.end();
            }
        }

        private void event(String name, RawJson payload, @Nullable Boolean ok) {
            if (span == null || !capture.enabled()) {
                return;
            }
            Redaction.Shown shown = Redaction.of(payload, capture.maxBytes());
            span.addEvent(name, new PayloadAttributes(shown.json(), shown.truncated(), ok));
        }
    }

    /** Returns an error as a payload, in the format in which the official SDKs capture it. */
    private static RawJson payload(ErrorBody error) {
        return RawJson.wrap(new JsonBuffer()
                .raw('{')
                .string("error")
                .raw(':')
                .string(error.message())
                .raw('}')
                .toByteArray());
    }
}
