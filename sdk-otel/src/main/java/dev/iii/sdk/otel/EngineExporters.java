package dev.iii.sdk.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Contains the exporters of spans, log records and metrics. They share one socket. */
final class EngineExporters {

    /**
     * The maximum size of a message: 8 MiB. The engine drops a connection that sends more than 16 MiB in one message. A
     * larger batch is split into halves, and a single larger item fails.
     */
    static final int MAX_MESSAGE_BYTES = 8 << 20;

    private EngineExporters() {}

    static <T> CompletableResultCode export(EngineSocket socket, OtlpJson.Kind<T> kind, Collection<T> items) {
        if (items.isEmpty()) {
            return CompletableResultCode.ofSuccess();
        }
        byte[] message = OtlpJson.message(kind, items);
        if (message.length <= MAX_MESSAGE_BYTES) {
            return socket.send(message);
        }
        if (items.size() == 1) {
            return CompletableResultCode.ofFailure();
        }
        List<T> all = new ArrayList<>(items);
        int half = all.size() / 2;
        return CompletableResultCode.ofAll(List.of(
                export(socket, kind, all.subList(0, half)), export(socket, kind, all.subList(half, all.size()))));
    }

    record Spans(EngineSocket socket) implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return EngineExporters.export(socket, OtlpSpans.KIND, spans);
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    record Logs(EngineSocket socket) implements LogRecordExporter {
        @Override
        public CompletableResultCode export(Collection<LogRecordData> logs) {
            return EngineExporters.export(socket, OtlpLogs.KIND, logs);
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    record Metrics(EngineSocket socket) implements MetricExporter {
        @Override
        public CompletableResultCode export(Collection<MetricData> metrics) {
            return EngineExporters.export(socket, OtlpMetrics.KIND, metrics);
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
            return AggregationTemporality.CUMULATIVE;
        }
    }
}
