package dev.iii.sdk.otel;

import dev.iii.transport.LogLimiter;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes ended spans to OpenTelemetry's batch processor while fewer than {@link #MAX_WAITING} spans wait for their export.
 * It drops and counts further spans, and logs this once per minute. The batch processor would drop them, too, but would
 * log each time and has no count. Thread-safe.
 */
final class BoundedSpans implements SpanProcessor {

    /** The maximum number of ended spans that wait for their export. One span needs 2 to 3 KiB, without large payloads. */
    static final int MAX_WAITING = 8192;

    private static final int BATCH = 512;
    private static final Duration LOG_PERIOD = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(EngineTelemetry.class);

    private final SpanProcessor batches;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final LogLimiter lines = new LogLimiter(System::nanoTime, 1, LOG_PERIOD);

    BoundedSpans(SpanExporter exporter, Duration interval) {
        batches = BatchSpanProcessor.builder(new Counted(exporter))
                .setScheduleDelay(interval)
                .setMaxQueueSize(MAX_WAITING)
                .setMaxExportBatchSize(BATCH)
                .build();
    }

    /** Returns the number of spans that were dropped since the start. It never decreases. */
    long dropped() {
        return dropped.sum();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // The batch processor needs only the end of a span.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        if (waiting.get() >= MAX_WAITING) {
            dropped.increment();
            lines.log(note -> log.warn(
                    "Dropping spans because {} ended spans wait for their export; {} were dropped since the start{}",
                    MAX_WAITING,
                    dropped.sum(),
                    note));
            return;
        }
        waiting.incrementAndGet();
        batches.onEnd(span);
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return batches.shutdown();
    }

    /** Counts the spans that no longer wait. */
    private final class Counted implements SpanExporter {

        private final SpanExporter exporter;

        Counted(SpanExporter exporter) {
            this.exporter = exporter;
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            waiting.addAndGet(-spans.size());
            return exporter.export(spans);
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
