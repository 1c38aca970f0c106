package dev.iii.sdk.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Compares the JSON of this module with the JSON of OpenTelemetry's exporters. */
class OtlpAgreesWithTheMarshalerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Resource RESOURCE = Resource.create(
            Attributes.of(AttributeKey.stringKey("service.name"), "shop"), "https://example.org/schema");
    private static final SpanContext REMOTE = SpanContext.createFromRemoteParent(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.builder().put("vendor", "a").put("other", "b").build());
    private static final Attributes ALL_TYPES = Attributes.builder()
            .put("text", "ä€😀\n")
            .put("truth", true)
            .put("whole", Long.MIN_VALUE)
            .put("fraction", 0.1)
            .put("texts", "a", "")
            .put("truths", true, false)
            .put("wholes", 1, Long.MAX_VALUE)
            .put("fractions", 1.0, Double.MAX_VALUE)
            .put(AttributeKey.valueKey("nested"), Value.of(Value.of("x"), Value.of(new byte[] {1, 2, (byte) 255})))
            .build();

    private interface Marshaler {
        void writeJsonTo(ByteArrayOutputStream out) throws IOException;
    }

    private static <T> void agree(OtlpJson.Kind<T> kind, Collection<T> items, Marshaler reference) throws IOException {
        assertThat(items).isNotEmpty();
        JsonOutput out = new JsonOutput(16);
        OtlpJson.message(out, kind, items);
        String message = new String(out.toByteArray(), StandardCharsets.UTF_8);
        assertThat(message).startsWith(kind.prefix() + "{");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        reference.writeJsonTo(expected);
        JsonNode actual = JSON.readTree(message.substring(kind.prefix().length()));
        assertThat(actual).isEqualTo(withoutEmptyArrays(JSON.readTree(expected.toByteArray())));
    }

    /** Removes empty arrays, because the reference writes some of them. In this encoding they mean the same as no field. */
    private static JsonNode withoutEmptyArrays(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(value -> value.isArray() && value.isEmpty());
        }
        node.forEach(OtlpAgreesWithTheMarshalerTest::withoutEmptyArrays);
        return node;
    }

    @Test
    void spans() throws IOException {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(RESOURCE)
                .setSpanLimits(SpanLimits.builder()
                        .setMaxNumberOfEvents(3)
                        .setMaxNumberOfLinks(1)
                        .setMaxNumberOfAttributes(12)
                        .build())
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            Tracer tracer = provider.tracerBuilder("scope")
                    .setInstrumentationVersion("1")
                    .setSchemaUrl("https://example.org/scope")
                    .build();
            for (SpanKind kind : SpanKind.values()) {
                Span span = tracer.spanBuilder("span of " + kind)
                        .setSpanKind(kind)
                        .setParent(Context.root().with(Span.wrap(REMOTE)))
                        .addLink(REMOTE, Attributes.builder().put("a", 1).build())
                        .addLink(SpanContext.create(
                                "1".repeat(32), "2".repeat(16), TraceFlags.getDefault(), TraceState.getDefault()))
                        .startSpan();
                span.setAllAttributes(ALL_TYPES)
                        .setAttribute("b1", 1)
                        .setAttribute("b2", 1)
                        .setAttribute("b3", 1);
                span.setAttribute("one too many", 1);
                span.addEvent("e", ALL_TYPES).recordException(new IllegalStateException("broken"));
                span.addEvent("e3").addEvent("one too many");
                span.setStatus(kind == SpanKind.SERVER ? StatusCode.ERROR : StatusCode.OK, "description");
                span.end();
            }
            provider.get("other").spanBuilder("root").startSpan().end();
            List<SpanData> spans = exporter.getFinishedSpanItems();
            agree(OtlpSpans.KIND, spans.subList(0, 5), TraceRequestMarshaler.create(spans.subList(0, 5))::writeJsonTo);
            agree(OtlpSpans.KIND, spans.subList(5, 6), TraceRequestMarshaler.create(spans.subList(5, 6))::writeJsonTo);
        }
    }

    @Test
    void logs() throws IOException {
        InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(RESOURCE)
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build()) {
            var logger = provider.loggerBuilder("scope").build();
            try (Scope scope = Context.root().with(Span.wrap(REMOTE)).makeCurrent()) {
                assertThat(scope).isNotNull();
                logger.logRecordBuilder()
                        .setTimestamp(java.time.Instant.ofEpochSecond(1_795_415_000, 123))
                        .setSeverity(Severity.WARN)
                        .setSeverityText("WARN")
                        .setBody("low stock")
                        .setAllAttributes(ALL_TYPES)
                        .setEventName("stock")
                        .emit();
            }
            logger.logRecordBuilder()
                    .setContext(Context.root())
                    .setBody(Value.of(
                            io.opentelemetry.api.common.KeyValue.of("k", Value.of(1)),
                            io.opentelemetry.api.common.KeyValue.of("l", Value.of(List.of(Value.of(true))))))
                    .emit();
            List<LogRecordData> logs = exporter.getFinishedLogRecordItems();
            agree(OtlpLogs.KIND, logs, LogsRequestMarshaler.create(logs)::writeJsonTo);
        }
    }

    @Test
    void metrics() throws IOException {
        for (AggregationTemporality temporality : AggregationTemporality.values()) {
            InMemoryMetricReader reader = temporality == AggregationTemporality.DELTA
                    ? InMemoryMetricReader.createDelta()
                    : InMemoryMetricReader.create();
            try (SdkMeterProvider provider = SdkMeterProvider.builder()
                    .setResource(RESOURCE)
                    .registerView(
                            InstrumentSelector.builder()
                                    .setType(InstrumentType.HISTOGRAM)
                                    .setName("exponential")
                                    .build(),
                            View.builder()
                                    .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                                    .build())
                    .registerMetricReader(reader)
                    .build()) {
                record(provider.get("scope"));
                Collection<MetricData> metrics = reader.collectAllMetrics();
                assertThat(metrics).hasSize(9);
                for (MetricData metric : metrics) {
                    agree(
                            OtlpMetrics.KIND,
                            List.of(metric),
                            MetricsRequestMarshaler.create(List.of(metric))::writeJsonTo);
                }
            }
        }
    }

    private static void record(Meter meter) {
        Attributes of = Attributes.builder().put("k", "v").build();
        meter.counterBuilder("sold")
                .setUnit("1")
                .setDescription("units sold")
                .build()
                .add(5, of);
        meter.counterBuilder("weight").ofDoubles().build().add(0.5, of);
        meter.upDownCounterBuilder("stock").build().add(-3, of);
        meter.upDownCounterBuilder("level").ofDoubles().build().add(-0.25);
        meter.gaugeBuilder("temperature").build().set(-1.5, of);
        meter.gaugeBuilder("zero").ofLongs().build().set(0);
        var histogram = meter.histogramBuilder("duration").build();
        var exponential = meter.histogramBuilder("exponential").build();
        try (Scope scope = Context.root().with(Span.wrap(REMOTE)).makeCurrent()) {
            assertThat(scope).isNotNull();
            for (double value : new double[] {0, 0.001, 3, 70, 12_345, 1e9}) {
                histogram.record(value, of);
                exponential.record(value, of);
            }
        }
        meter.histogramBuilder("whole").ofLongs().build().record(7);
    }
}
