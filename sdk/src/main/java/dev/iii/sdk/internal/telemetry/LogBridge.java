package dev.iii.sdk.internal.telemetry;

import dev.iii.sdk.json.Json;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Writes log lines to OpenTelemetry. Thread-safe. */
public final class LogBridge {

    private static final AttributeKey<String> DATA = AttributeKey.stringKey("log.data");

    private final Logger logger;

    private LogBridge(Logger logger) {
        this.logger = logger;
    }

    /** Returns the bridge to the logger with this name. */
    public static LogBridge of(OpenTelemetry telemetry, String name) {
        return new LogBridge(telemetry.getLogsBridge().get(name));
    }

    /** Writes a line. Its data must not contain secrets. */
    public void write(Level level, String message, @Nullable Json data) {
        LogRecordBuilder line = logger.logRecordBuilder()
                .setSeverity(severity(level))
                .setSeverityText(level.name())
                .setBody(message);
        if (data != null) {
            line.setAttribute(DATA, data.text());
        }
        line.emit();
    }

    private static Severity severity(Level level) {
        return switch (level) {
            case ERROR -> Severity.ERROR;
            case WARN -> Severity.WARN;
            case INFO -> Severity.INFO;
            case DEBUG -> Severity.DEBUG;
            case TRACE -> Severity.TRACE;
        };
    }
}
