package dev.iii.stub.telemetry;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Traceparent;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.telemetry.data.Attribute;
import dev.iii.stub.telemetry.data.Scope;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Creates the spans of the engine.
 *
 * <p>Members of the baggage become attributes. A fan-out of a change to triggers (for example {@code state_triggers})
 * begins a new trace if it has no parent, as on the real engine. Unlike on the real engine, this span is not stored,
 * because such spans would displace the spans of users from memory.
 */
final class EngineSpans implements Tracing {

    private static final String FAN_OUT = "_triggers";
    private static final int HALF = 16;
    private static final int MAX_TRACEPARENT = 128;

    private final EngineContext engine;
    private final Records records;
    private final TelemetrySettings options;

    EngineSpans(EngineContext engine, Records records, TelemetrySettings options) {
        this.engine = engine;
        this.records = records;
        this.options = options;
    }

    @Override
    public Span begin(String name, TraceContext parent, Map<String, String> attributes) {
        Traceparent above = Traceparent.parse(parent.traceparent());
        String traceId = above == null ? newTraceId() : above.traceId();
        if (!options.traces().sampling().takes(above, traceId)) {
            return NONE.begin(name, parent, attributes);
        }
        SpanRecord.Id id = new SpanRecord.Id(
                traceId, hex(engine.newId().getLeastSignificantBits()), above == null ? null : above.spanId());
        if (above == null && name.endsWith(FAN_OUT)) {
            return NONE.begin(name, below(id, parent), attributes);
        }
        Recording span = new Recording(name, id, parent);
        parent.baggage().forEach(span::attribute);
        new TreeMap<>(attributes).forEach(span::attribute);
        if (options.traces().live()) {
            records.addSpans(List.of(span.snapshot(SpanRecord.Status.UNSET, 0)));
        }
        return span;
    }

    private String newTraceId() {
        return engine.newId().toString().replace("-", "");
    }

    private static TraceContext below(SpanRecord.Id id, TraceContext parent) {
        return new TraceContext("00-" + id.traceId() + "-" + id.spanId() + "-01", parent.baggage());
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(HALF - digits.length()) + digits;
    }

    /** A span that has not ended. */
    private final class Recording implements Span {

        private final String name;
        private final SpanRecord.Id id;
        private final TraceContext context;
        private final long startUnixNano;
        private final long startNanos;
        private final List<Attribute> attributes = new CopyOnWriteArrayList<>();
        private final List<SpanRecord.Event> events = new CopyOnWriteArrayList<>();
        private final AtomicBoolean ended = new AtomicBoolean();

        Recording(String name, SpanRecord.Id id, TraceContext parent) {
            this.name = name;
            this.id = id;
            this.context = below(id, parent);
            this.startUnixNano = Records.unixNanos(engine.clock());
            this.startNanos = engine.clock().nanoTime();
            boolean told = parent.traceparent() != null || !parent.baggage().isEmpty();
            if (told && !name.endsWith(FAN_OUT)) {
                events.add(propagated(parent.traceparent()));
            }
        }

        private SpanRecord.Event propagated(@Nullable String traceparent) {
            return new SpanRecord.Event(
                    "traceparent.propagated",
                    startUnixNano,
                    List.of(
                            new Attribute(
                                    "parent.trace_id", id.parentSpanId() == null ? "0".repeat(2 * HALF) : id.traceId()),
                            new Attribute("traceparent", traceparent == null ? "(none)" : shortened(traceparent))));
        }

        private String shortened(String traceparent) {
            return traceparent.substring(0, Math.min(traceparent.length(), MAX_TRACEPARENT));
        }

        @Override
        public TraceContext context() {
            return context;
        }

        @Override
        public void attribute(String key, String value) {
            attributes.add(Redaction.of(new Attribute(key, value)));
        }

        @Override
        public void end(@Nullable ErrorBody error) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            long end = startUnixNano + Math.max(1, engine.clock().nanoTime() - startNanos);
            if (error != null) {
                failed(error, end);
            }
            records.addSpans(List.of(snapshot(error == null ? SpanRecord.Status.OK : SpanRecord.Status.ERROR, end)));
        }

        private void failed(ErrorBody error, long when) {
            List<Attribute> exception = new ArrayList<>();
            attribute("error.message", error.message());
            attribute("error.type", error.code());
            exception.add(new Attribute("exception.message", error.message()));
            exception.add(new Attribute("exception.type", error.code()));
            String stacktrace = error.stacktrace();
            if (stacktrace != null) {
                attribute("error.stack", stacktrace);
                exception.add(new Attribute("exception.stacktrace", stacktrace));
            }
            events.add(new SpanRecord.Event("exception", when, exception));
        }

        SpanRecord snapshot(SpanRecord.Status status, long endUnixNano) {
            return new SpanRecord(
                    id,
                    name,
                    options.identity().serviceName(),
                    new SpanRecord.Interval(startUnixNano, endUnixNano, endUnixNano == 0),
                    new SpanRecord.Result(status, null),
                    new SpanRecord.Details(attributes, events, List.of(), Scope.UNKNOWN, 1L));
        }
    }
}
