package dev.iii.stub.telemetry;

import dev.iii.stub.telemetry.data.Attribute;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.MetricRecord;
import dev.iii.stub.telemetry.data.Scope;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Estimates how much memory a record needs. The estimate may be too high, but is never much too low. */
final class Sizes {

    private static final int OBJECT = 48;
    private static final int RECORD = 320;

    private Sizes() {}

    static long of(SpanRecord span) {
        SpanRecord.Details details = span.details();
        long size = RECORD
                + text(span.id().traceId())
                + text(span.id().spanId())
                + text(span.id().parentSpanId())
                + text(span.name())
                + text(span.serviceName())
                + text(span.result().description())
                + scope(details.scope())
                + attributes(details.attributes());
        for (SpanRecord.Event event : details.events()) {
            size += OBJECT + text(event.name()) + attributes(event.attributes());
        }
        for (SpanRecord.Link link : details.links()) {
            size += OBJECT
                    + text(link.traceId())
                    + text(link.spanId())
                    + text(link.traceState())
                    + attributes(link.attributes());
        }
        return size;
    }

    static long of(LogRecord log) {
        return RECORD
                + text(log.body())
                + text(log.severity().text())
                + text(log.context().traceId())
                + text(log.context().spanId())
                + text(log.origin().serviceName())
                + value(log.attributes())
                + value(log.origin().resource())
                + scope(log.origin().scope());
    }

    static long of(MetricRecord metric) {
        long size = RECORD
                + text(metric.name())
                + text(metric.description())
                + text(metric.unit())
                + text(metric.serviceName())
                + scope(metric.scope());
        for (MetricRecord.Point point : metric.points()) {
            size += 2 * OBJECT + attributes(point.attributes());
            if (point instanceof MetricRecord.HistogramPoint histogram) {
                int numbers = histogram.buckets().counts().size()
                        + histogram.buckets().bounds().size();
                size += 24L * numbers;
            }
        }
        return size;
    }

    private static long attributes(List<Attribute> attributes) {
        long size = 0;
        for (Attribute attribute : attributes) {
            size += OBJECT + text(attribute.key()) + text(attribute.value());
        }
        return size;
    }

    private static long scope(Scope scope) {
        return text(scope.name()) + text(scope.version());
    }

    private static long value(@Nullable Object value) {
        if (value instanceof String text) {
            return text(text);
        }
        long size = OBJECT;
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                size += OBJECT + value(entry.getKey()) + value(entry.getValue());
            }
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                size += value(element);
            }
        }
        return size;
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : OBJECT + (long) text.length();
    }
}
