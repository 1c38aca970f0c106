package dev.iii.stub.telemetry;

import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.MetricRecord;
import dev.iii.stub.telemetry.data.SpanRecord;
import dev.iii.stub.telemetry.data.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Stores spans, log lines and metrics, and notifies listeners of new ones. Thread-safe. */
final class Records implements Telemetry {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Is notified of new spans. */
    interface SpanObserver {

        /** Returns {@code false} if spans that arrive now can be ignored. */
        boolean isActive();

        /** Called when spans were stored. */
        void observe(List<SpanRecord> spans);
    }

    private final TelemetrySettings options;
    private final SpanStore spans;
    private final History<LogRecord> logs;
    private final History<MetricRecord> metrics;
    private final List<SpanObserver> spanObservers = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<LogRecord>>> logListeners = new CopyOnWriteArrayList<>();

    Records(TelemetrySettings options, StubClock clock, SpanReader spanReader) {
        this.options = options;
        this.spans = new SpanStore(options.traces().maxSpans(), options.traces().maxBytes(), spanReader);
        this.logs = new History<>(
                new History.Bounds(
                        options.logs().maxCount(),
                        TelemetrySettings.MAX_HISTORY_BYTES,
                        options.logs().retention()),
                clock,
                Sizes::of);
        this.metrics = new History<>(
                new History.Bounds(
                        options.metrics().maxCount(),
                        TelemetrySettings.MAX_HISTORY_BYTES,
                        options.metrics().retention()),
                clock,
                Sizes::of);
    }

    /** Returns the time of the clock in nanoseconds since 1970. */
    static long unixNanos(StubClock clock) {
        Instant now = clock.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    boolean enabled() {
        return options.enabled();
    }

    boolean keepsLogs() {
        return options.enabled() && options.logs().enabled();
    }

    void onSpans(SpanObserver observer) {
        spanObservers.add(observer);
    }

    /** Returns {@code true} if an observer needs the spans that arrive now. */
    boolean spansAreObserved() {
        for (SpanObserver observer : spanObservers) {
            if (observer.isActive()) {
                return true;
            }
        }
        return false;
    }

    void onLogs(Consumer<List<LogRecord>> listener) {
        logListeners.add(listener);
    }

    void addSpans(List<SpanRecord> added) {
        if (enabled() && !added.isEmpty()) {
            spans.add(added);
            spanObservers.forEach(observer -> observer.observe(added));
        }
    }

    /** Stores the spans of a message without reading it. Observers are not notified. */
    void addSpansOf(byte[] message, long[] keys) {
        if (enabled()) {
            spans.addMessage(message, keys);
        }
    }

    void addLogs(List<LogRecord> added) {
        if (keepsLogs() && !added.isEmpty()) {
            logs.add(added);
            logListeners.forEach(listener -> listener.accept(added));
        }
    }

    void addMetrics(List<MetricRecord> added) {
        if (enabled()) {
            metrics.add(added);
        }
    }

    SpanStore spanStore() {
        return spans;
    }

    int logCount() {
        return logs.size();
    }

    int metricCount() {
        return metrics.size();
    }

    void clearLogs() {
        logs.clear();
    }

    @Override
    public List<SpanRecord> spans() {
        return spans.all();
    }

    @Override
    public List<LogRecord> logs() {
        return logs.all();
    }

    @Override
    public List<MetricRecord> metrics() {
        return metrics.all();
    }

    @Override
    public void clear() {
        spans.clear();
        logs.clear();
        metrics.clear();
    }
}
