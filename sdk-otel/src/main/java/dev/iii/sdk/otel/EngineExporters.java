package dev.iii.sdk.otel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import java.util.concurrent.locks.ReentrantLock;

/** Contains the exporters of spans, log records and metrics. They share one socket. */
final class EngineExporters {

    /**
     * The maximum size of a message: 8 MiB. The engine drops a connection that sends more than 16 MiB in one message. A
     * larger batch is split into halves, and a single larger item fails.
     */
    static final int MAX_MESSAGE_BYTES = 8 << 20;

    /**
     * The maximum number of items of a message. A message of 64 spans with payloads fits into one write and one read,
     * and into a cache of the processor while it is encoded, masked, sent, received and unmasked.
     */
    static final int MESSAGE_ITEMS = 64;

    private EngineExporters() {}

    /**
     * Exports items of one kind. Its methods have the signatures of OpenTelemetry's interfaces of exporters.
     *
     * <p>The array for a message is used again, because a message of spans has a hundred kilobytes.
     * OpenTelemetry's processors and readers call an exporter from one thread at a time, but the lock makes this certain.
     */
    abstract static class Exporter<T> {

        private static final int INITIAL_BYTES = 16 << 10;
        private static final int KEPT_BYTES = 2 << 20;

        private final EngineSocket socket;
        private final OtlpJson.Kind<T> kind;
        private final ReentrantLock lock = new ReentrantLock();

        @GuardedBy("lock")
        private final JsonOutput out = new JsonOutput(INITIAL_BYTES);

        Exporter(EngineSocket socket, OtlpJson.Kind<T> kind) {
            this.socket = socket;
            this.kind = kind;
        }

        public final CompletableResultCode export(Collection<T> items) {
            if (items.isEmpty()) {
                return CompletableResultCode.ofSuccess();
            }
            List<T> all = List.copyOf(items);
            List<CompletableResultCode> sent = new ArrayList<>();
            for (int from = 0; from < all.size(); from += MESSAGE_ITEMS) {
                sent.add(message(all.subList(from, Math.min(all.size(), from + MESSAGE_ITEMS))));
            }
            return sent.size() == 1 ? sent.get(0) : CompletableResultCode.ofAll(sent);
        }

        private CompletableResultCode message(List<T> items) {
            lock.lock();
            try {
                // Also after an error in the last export.
                out.reset(KEPT_BYTES);
                OtlpJson.message(out, kind, items);
                if (out.length() <= MAX_MESSAGE_BYTES) {
                    CompletableResultCode sent = socket.send(out.array(), out.length());
                    out.reset(KEPT_BYTES);
                    return sent;
                }
                out.reset(KEPT_BYTES);
            } finally {
                lock.unlock();
            }
            if (items.size() == 1) {
                return CompletableResultCode.ofFailure();
            }
            int half = items.size() / 2;
            return CompletableResultCode.ofAll(
                    List.of(message(items.subList(0, half)), message(items.subList(half, items.size()))));
        }

        public final CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        public final CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    static final class Spans extends Exporter<SpanData> implements SpanExporter {

        Spans(EngineSocket socket) {
            super(socket, OtlpSpans.KIND);
        }
    }

    static final class Logs extends Exporter<LogRecordData> implements LogRecordExporter {

        Logs(EngineSocket socket) {
            super(socket, OtlpLogs.KIND);
        }
    }

    static final class Metrics extends Exporter<MetricData> implements MetricExporter {

        Metrics(EngineSocket socket) {
            super(socket, OtlpMetrics.KIND);
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
            return AggregationTemporality.CUMULATIVE;
        }
    }
}
