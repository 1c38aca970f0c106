package dev.iii.sdk.otel;

import static dev.iii.sdk.otel.OtlpJson.attributes;
import static dev.iii.sdk.otel.OtlpJson.integer;
import static dev.iii.sdk.otel.OtlpJson.number;
import static dev.iii.sdk.otel.OtlpJson.small;
import static dev.iii.sdk.otel.OtlpJson.text;
import static dev.iii.sdk.otel.OtlpJson.unsigned;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongExemplarData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import java.util.Collection;

/** Writes metrics in OTLP's JSON encoding. */
final class OtlpMetrics {

    static final OtlpJson.Kind<MetricData> KIND = new OtlpJson.Kind<>(
            "MTRC",
            "resourceMetrics",
            "scopeMetrics",
            "metrics",
            MetricData::getResource,
            MetricData::getInstrumentationScopeInfo,
            OtlpMetrics::write);

    private OtlpMetrics() {}

    private interface Point<P> {
        void write(JsonOutput out, P point);
    }

    private static void write(JsonOutput out, MetricData metric) {
        text(out, "name", metric.getName());
        text(out, "description", metric.getDescription());
        text(out, "unit", metric.getUnit());
        switch (metric.getType()) {
            case LONG_GAUGE -> {
                begin(out, "gauge", metric.getLongGaugeData().getPoints(), OtlpMetrics::point);
                out.endObject();
            }
            case DOUBLE_GAUGE -> {
                begin(out, "gauge", metric.getDoubleGaugeData().getPoints(), OtlpMetrics::point);
                out.endObject();
            }
            case LONG_SUM -> {
                begin(out, "sum", metric.getLongSumData().getPoints(), OtlpMetrics::point);
                temporality(out, metric.getLongSumData().getAggregationTemporality());
                monotonic(out, metric.getLongSumData().isMonotonic());
            }
            case DOUBLE_SUM -> {
                begin(out, "sum", metric.getDoubleSumData().getPoints(), OtlpMetrics::point);
                temporality(out, metric.getDoubleSumData().getAggregationTemporality());
                monotonic(out, metric.getDoubleSumData().isMonotonic());
            }
            case SUMMARY, HISTOGRAM, EXPONENTIAL_HISTOGRAM -> distribution(out, metric);
        }
    }

    private static void distribution(JsonOutput out, MetricData metric) {
        switch (metric.getType()) {
            case HISTOGRAM -> {
                begin(out, "histogram", metric.getHistogramData().getPoints(), OtlpMetrics::histogram);
                temporality(out, metric.getHistogramData().getAggregationTemporality());
            }
            case EXPONENTIAL_HISTOGRAM -> {
                begin(
                        out,
                        "exponentialHistogram",
                        metric.getExponentialHistogramData().getPoints(),
                        OtlpMetrics::exponential);
                temporality(out, metric.getExponentialHistogramData().getAggregationTemporality());
            }
            default -> begin(out, "summary", metric.getSummaryData().getPoints(), OtlpMetrics::summary);
        }
        out.endObject();
    }

    private static <P extends PointData> void begin(
            JsonOutput out, String name, Collection<P> points, Point<P> writer) {
        out.startObject(name);
        out.startArray("dataPoints");
        for (P point : points) {
            out.startObject();
            attributes(out, point.getAttributes());
            integer(out, "startTimeUnixNano", point.getStartEpochNanos());
            integer(out, "timeUnixNano", point.getEpochNanos());
            writer.write(out, point);
            out.endObject();
        }
        out.endArray();
    }

    private static void temporality(JsonOutput out, AggregationTemporality temporality) {
        out.number("aggregationTemporality", temporality == AggregationTemporality.DELTA ? 1 : 2);
    }

    private static void monotonic(JsonOutput out, boolean monotonic) {
        if (monotonic) {
            out.name("isMonotonic");
            out.truth(true);
        }
        out.endObject();
    }

    private static void point(JsonOutput out, LongPointData point) {
        out.name("asInt");
        out.quotedNumber(point.getValue());
        exemplars(out, point.getExemplars());
    }

    private static void point(JsonOutput out, DoublePointData point) {
        number(out, "asDouble", point.getValue());
        exemplars(out, point.getExemplars());
    }

    private static void summary(JsonOutput out, SummaryPointData point) {
        unsigned(out, "count", point.getCount());
        number(out, "sum", point.getSum());
        if (point.getValues().isEmpty()) {
            return;
        }
        out.startArray("quantileValues");
        for (ValueAtQuantile value : point.getValues()) {
            out.startObject();
            number(out, "quantile", value.getQuantile());
            number(out, "value", value.getValue());
            out.endObject();
        }
        out.endArray();
    }

    private static void histogram(JsonOutput out, HistogramPointData point) {
        unsigned(out, "count", point.getCount());
        number(out, "sum", point.getSum());
        if (point.hasMin()) {
            number(out, "min", point.getMin());
        }
        if (point.hasMax()) {
            number(out, "max", point.getMax());
        }
        counts(out, point.getCounts());
        if (!point.getBoundaries().isEmpty()) {
            out.startArray("explicitBounds");
            point.getBoundaries().forEach(out::number);
            out.endArray();
        }
        exemplars(out, point.getExemplars());
    }

    private static void exponential(JsonOutput out, ExponentialHistogramPointData point) {
        unsigned(out, "count", point.getCount());
        number(out, "sum", point.getSum());
        if (point.hasMin()) {
            number(out, "min", point.getMin());
        }
        if (point.hasMax()) {
            number(out, "max", point.getMax());
        }
        small(out, "scale", point.getScale());
        unsigned(out, "zeroCount", point.getZeroCount());
        buckets(out, "positive", point.getPositiveBuckets());
        buckets(out, "negative", point.getNegativeBuckets());
        exemplars(out, point.getExemplars());
    }

    private static void buckets(JsonOutput out, String name, ExponentialHistogramBuckets buckets) {
        out.startObject(name);
        small(out, "offset", buckets.getOffset());
        counts(out, buckets.getBucketCounts());
        out.endObject();
    }

    private static void counts(JsonOutput out, Collection<Long> counts) {
        if (!counts.isEmpty()) {
            out.startArray("bucketCounts");
            counts.forEach(count -> out.plain(Long.toUnsignedString(count)));
            out.endArray();
        }
    }

    private static void exemplars(JsonOutput out, Collection<? extends ExemplarData> exemplars) {
        if (exemplars.isEmpty()) {
            return;
        }
        out.startArray("exemplars");
        for (ExemplarData exemplar : exemplars) {
            out.startObject();
            integer(out, "timeUnixNano", exemplar.getEpochNanos());
            if (exemplar instanceof LongExemplarData whole) {
                out.name("asInt");
                out.quotedNumber(whole.getValue());
            } else if (exemplar instanceof DoubleExemplarData fraction) {
                number(out, "asDouble", fraction.getValue());
            }
            if (exemplar.getSpanContext().isValid()) {
                out.plain("spanId", exemplar.getSpanContext().getSpanId());
                out.plain("traceId", exemplar.getSpanContext().getTraceId());
            }
            attributes("filteredAttributes", out, exemplar.getFilteredAttributes());
            out.endObject();
        }
        out.endArray();
    }
}
