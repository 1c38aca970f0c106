package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.telemetry.data.Attribute;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.MetricRecord;
import dev.iii.stub.telemetry.data.Scope;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Converts OpenTelemetry export requests in JSON to records. An invalid field makes the whole request invalid, as on
 * the real engine; the reason is in the {@link BadInputException}.
 */
final class Otlp {

    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final String UNKNOWN_SERVICE = "unknown";

    /** The source of records: the resource and the instrumentation. */
    private record Source(String serviceName, Map<String, String> resource, Scope scope) {}

    private Otlp() {}

    private static OtlpObject request(byte[] bytes, int offset) {
        if (offset == bytes.length) {
            throw new BadInputException("the message contains nothing after the prefix");
        }
        return OtlpObject.of(JsonText.tree(RawJson.wrap(bytes, offset, bytes.length - offset)), "the request");
    }

    private static void eachSource(
            OtlpObject request, String resources, String scopes, BiConsumer<Source, OtlpObject> consumer) {
        request.each(resources, resource -> {
            Map<String, String> facts = new LinkedHashMap<>();
            OtlpObject described = resource.object("resource");
            if (described != null) {
                OtlpValue.attributes(described).forEach(fact -> facts.put(fact.key(), fact.value()));
            }
            String service = facts.getOrDefault("service.name", UNKNOWN_SERVICE);
            resource.each(
                    scopes,
                    scoped -> consumer.accept(new Source(service, facts, scope(scoped.object("scope"))), scoped));
        });
    }

    private static Scope scope(@Nullable OtlpObject scope) {
        return scope == null
                ? Scope.UNKNOWN
                : new Scope(unlessEmpty(scope.textOrEmpty("name")), unlessEmpty(scope.textOrEmpty("version")));
    }

    private static @Nullable String unlessEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable String unlessZero(@Nullable String id) {
        return id == null || id.chars().allMatch(c -> c == '0') ? null : id;
    }

    // ---------------------------------------------------------------- spans

    /** Returns the spans of a request. A span without an end time has not ended. */
    static List<SpanRecord> spans(byte[] bytes, int offset) {
        List<SpanRecord> spans = new ArrayList<>();
        eachSource(
                request(bytes, offset),
                "resourceSpans",
                "scopeSpans",
                (source, scoped) -> scoped.each("spans", span -> spans.add(span(span, source))));
        return spans;
    }

    private static SpanRecord span(OtlpObject span, Source source) {
        SpanRecord.Id id = new SpanRecord.Id(
                span.text("traceId"), span.text("spanId"), unlessZero(span.optionalText("parentSpanId")));
        long end = span.u64("endTimeUnixNano");
        span.small("kind", 0, U32_MAX);
        return new SpanRecord(
                id,
                span.text("name"),
                source.serviceName(),
                new SpanRecord.Interval(span.u64("startTimeUnixNano"), end, end == 0),
                result(span.object("status")),
                new SpanRecord.Details(
                        Redaction.of(OtlpValue.attributes(span)),
                        span.list("events", Otlp::event),
                        span.list("links", Otlp::link),
                        source.scope(),
                        span.small("flags", 0, U32_MAX)));
    }

    private static SpanRecord.Result result(@Nullable OtlpObject status) {
        if (status == null) {
            return new SpanRecord.Result(SpanRecord.Status.UNSET, null);
        }
        Long code = status.small("code", 0, U32_MAX);
        SpanRecord.Status kind = code == null || code > 2 || code == 0
                ? SpanRecord.Status.UNSET
                : code == 1 ? SpanRecord.Status.OK : SpanRecord.Status.ERROR;
        return new SpanRecord.Result(kind, unlessEmpty(status.optionalText("message")));
    }

    private static SpanRecord.Event event(OtlpObject event) {
        return new SpanRecord.Event(
                event.textOrEmpty("name"), event.u64("timeUnixNano"), Redaction.of(OtlpValue.attributes(event)));
    }

    private static SpanRecord.Link link(OtlpObject link) {
        return new SpanRecord.Link(
                link.textOrEmpty("traceId"),
                link.textOrEmpty("spanId"),
                link.optionalText("traceState"),
                Redaction.of(OtlpValue.attributes(link)));
    }

    // ---------------------------------------------------------------- logs

    /** Returns the log lines of a request. */
    static List<LogRecord> logs(byte[] bytes, int offset) {
        List<LogRecord> logs = new ArrayList<>();
        eachSource(
                request(bytes, offset),
                "resourceLogs",
                "scopeLogs",
                (source, scoped) -> scoped.each("logRecords", line -> logs.add(log(line, source))));
        return logs;
    }

    private static LogRecord log(OtlpObject line, Source source) {
        Long number = line.small("severityNumber", Integer.MIN_VALUE, Integer.MAX_VALUE);
        OtlpObject body = line.object("body");
        line.small("flags", 0, U32_MAX);
        return new LogRecord(
                line.u64("timeUnixNano"),
                line.u64("observedTimeUnixNano"),
                new LogRecord.Severity(number == null ? 0 : number.intValue(), line.textOrEmpty("severityText")),
                Redaction.withoutColours(body == null ? "" : OtlpValue.text(body)),
                Redaction.withoutColours(OtlpValue.typedAttributes(line, "attributes")),
                new LogRecord.Context(
                        unlessZero(line.optionalText("traceId")), unlessZero(line.optionalText("spanId"))),
                new LogRecord.Origin(source.serviceName(), source.resource(), source.scope()));
    }

    // ---------------------------------------------------------------- metrics

    /** Returns the metrics of a request. Kinds of metrics that the engine does not store are omitted. */
    static List<MetricRecord> metrics(byte[] bytes, int offset, long arrivedUnixNano) {
        List<MetricRecord> metrics = new ArrayList<>();
        eachSource(
                request(bytes, offset),
                "resourceMetrics",
                "scopeMetrics",
                (source, scoped) -> scoped.each("metrics", metric -> {
                    MetricRecord read = metric(metric, source, arrivedUnixNano);
                    if (read != null) {
                        metrics.add(read);
                    }
                }));
        return metrics;
    }

    private static @Nullable MetricRecord metric(OtlpObject metric, Source source, long arrivedUnixNano) {
        OtlpObject gauge = metric.object("gauge");
        OtlpObject sum = metric.object("sum");
        OtlpObject histogram = metric.object("histogram");
        MetricRecord.Kind kind;
        List<MetricRecord.Point> points;
        if (gauge != null) {
            kind = MetricRecord.Kind.GAUGE;
            points = gauge.list("dataPoints", Otlp::number);
        } else if (sum != null) {
            kind = Boolean.TRUE.equals(sum.flag("isMonotonic"))
                    ? MetricRecord.Kind.COUNTER
                    : MetricRecord.Kind.UPDOWNCOUNTER;
            points = sum.list("dataPoints", Otlp::number);
        } else if (histogram != null) {
            kind = MetricRecord.Kind.HISTOGRAM;
            points = histogram.list("dataPoints", Otlp::histogram);
        } else {
            return null;
        }
        return new MetricRecord(
                metric.textOrEmpty("name"),
                metric.textOrEmpty("description"),
                metric.textOrEmpty("unit"),
                kind,
                points,
                source.serviceName(),
                source.scope(),
                arrivedUnixNano);
    }

    private static MetricRecord.Point number(OtlpObject point) {
        Double fraction = point.number("asDouble");
        Long integer = point.i64("asInt");
        double value = fraction != null ? fraction : integer != null ? integer : 0;
        return new MetricRecord.NumberPoint(attributes(point), point.u64("timeUnixNano"), value);
    }

    private static MetricRecord.Point histogram(OtlpObject point) {
        Double sum = point.number("sum");
        return new MetricRecord.HistogramPoint(
                attributes(point),
                point.u64("timeUnixNano"),
                point.u64("count"),
                sum == null ? 0 : sum,
                new MetricRecord.Buckets(point.u64s("bucketCounts"), point.numbers("explicitBounds")),
                new MetricRecord.Extremes(point.number("min"), point.number("max")));
    }

    private static List<Attribute> attributes(OtlpObject point) {
        return Redaction.of(OtlpValue.attributes(point));
    }
}
