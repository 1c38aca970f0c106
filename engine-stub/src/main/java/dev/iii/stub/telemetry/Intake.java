package dev.iii.stub.telemetry;

import dev.iii.stub.core.api.TelemetryIntake;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads messages that begin with {@code OTLP}, {@code MTRC} or {@code LOGS}. A message that cannot be read is dropped
 * and logged. The sender is not notified, as on the real engine.
 *
 * <p>A message with spans is read immediately while there are few spans ({@link SpanRate}), or while a trigger waits for
 * spans. Otherwise {@link SpanStore} reads it when its spans are needed. Most of such spans are displaced by newer ones
 * before.
 */
final class Intake implements TelemetryIntake {

    private static final int PREFIX = SpanReader.PREFIX;

    private final Records records;
    private final TelemetrySettings options;
    private final StubClock clock;
    private final SpanReader spanReader;
    private final UnreadableMessages unreadable;
    private final SpanRate rate;

    Intake(
            Records records,
            TelemetrySettings options,
            StubClock clock,
            SpanReader spanReader,
            UnreadableMessages unreadable) {
        this.records = records;
        this.options = options;
        this.clock = clock;
        this.spanReader = spanReader;
        this.unreadable = unreadable;
        this.rate = new SpanRate(clock);
    }

    @Override
    public boolean take(byte[] message) {
        String prefix = message.length < PREFIX ? "" : new String(message, 0, PREFIX, StandardCharsets.ISO_8859_1);
        switch (prefix) {
            case "OTLP" -> read("spans", () -> takeSpans(message));
            case "MTRC" ->
                read("metrics", () -> records.addMetrics(Otlp.metrics(message, PREFIX, Records.unixNanos(clock))));
            case "LOGS" -> read("log lines", () -> takeLogs(message));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void read(String what, Runnable reading) {
        if (!options.enabled()) {
            return;
        }
        try {
            reading.run();
        } catch (BadInputException e) {
            unreadable.dropped(what, e);
        }
    }

    private void takeSpans(byte[] message) {
        boolean readNow = rate.isLow() || records.spansAreObserved();
        long[] keys = readNow ? null : SpanKeys.of(message, PREFIX);
        if (keys != null) {
            rate.add(keys.length);
            records.addSpansOf(message, keys);
            return;
        }
        List<SpanRecord> spans = spanReader.read(message);
        rate.add(spans.size());
        records.addSpans(spans);
    }

    private void takeLogs(byte[] message) {
        if (!records.keepsLogs()) {
            return;
        }
        List<LogRecord> logs = Otlp.logs(message, PREFIX);
        if (options.logs().console()) {
            logs.forEach(WorkerLog::write);
        }
        records.addLogs(logs);
    }
}
