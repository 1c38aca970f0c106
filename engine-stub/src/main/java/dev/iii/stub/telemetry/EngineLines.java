package dev.iii.stub.telemetry;

import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.Scope;
import java.util.List;
import java.util.Map;
import org.slf4j.event.Level;

/** Stores lines of the engine's own log together with those of workers. */
final class EngineLines {

    private static final Scope SCOPE = new Scope("slf4j", null);
    private static final LogRecord.Context NO_SPAN = new LogRecord.Context(null, null);

    private final Records records;
    private final TelemetrySettings options;
    private final StubClock clock;

    EngineLines(Records records, TelemetrySettings options, StubClock clock) {
        this.records = records;
        this.options = options;
        this.clock = clock;
    }

    void write(Level level, String logger, String text) {
        String service = options.identity().serviceName();
        long now = Records.unixNanos(clock);
        records.addLogs(List.of(new LogRecord(
                now,
                now,
                new LogRecord.Severity(WorkerLog.severity(level), level.name()),
                Redaction.withoutColours(text),
                Map.of("target", logger),
                NO_SPAN,
                new LogRecord.Origin(service, Map.of("service.name", service), SCOPE))));
    }
}
