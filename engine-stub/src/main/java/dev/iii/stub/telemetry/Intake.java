package dev.iii.stub.telemetry;

import dev.iii.stub.core.api.TelemetryIntake;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.SpanRecord;
import dev.iii.transport.LogLimiter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads messages that begin with {@code OTLP}, {@code MTRC} or {@code LOGS}. A message that cannot be read is dropped
 * and logged. The sender is not notified, as on the real engine.
 */
final class Intake implements TelemetryIntake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);
    private static final int PREFIX = 4;

    private final Records records;
    private final TelemetrySettings options;
    private final StubClock clock;
    private final LogLimiter mistakes;

    Intake(Records records, TelemetrySettings options, StubClock clock) {
        this.records = records;
        this.options = options;
        this.clock = clock;
        this.mistakes = new LogLimiter(clock::nanoTime, 1, LOG_PERIOD);
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
            mistakes.log(
                    note -> log.warn("A message with {} of a worker is dropped: {}{}", what, e.getMessage(), note));
        }
    }

    private void takeSpans(byte[] message) {
        List<SpanRecord> spans = Otlp.spans(message, PREFIX);
        if (!options.traces().live()) {
            spans.removeIf(span -> span.interval().pending());
        }
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
