package dev.iii.stub.telemetry;

import dev.iii.stub.telemetry.data.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes the log lines of workers to the engine's log. */
final class WorkerLog {

    /** The name of the logger for lines of workers. Code that stores the engine's own lines ignores this logger. */
    static final String NAME = "dev.iii.stub.worker-log";

    private static final Logger log = LoggerFactory.getLogger(NAME);

    private static final int DEBUG_FROM = 5;
    private static final int INFO_FROM = 9;
    private static final int WARN_FROM = 13;
    private static final int ERROR_FROM = 17;

    private WorkerLog() {}

    static void write(LogRecord line) {
        write(
                level(line.severity().number()),
                line.origin().serviceName(),
                line.body(),
                line.attributes().isEmpty()
                        ? ""
                        : TelemetryJson.value(line.attributes()).toString());
    }

    static void write(Level level, String service, String body, String data) {
        if (log.isEnabledForLevel(level)) {
            log.atLevel(level)
                    .log("{}{}{}", service.isEmpty() ? "" : service + ": ", body, data.isEmpty() ? "" : " " + data);
        }
    }

    /** Returns the OpenTelemetry severity number of a level. */
    static int severity(Level level) {
        return switch (level) {
            case TRACE -> 1;
            case DEBUG -> DEBUG_FROM;
            case INFO -> INFO_FROM;
            case WARN -> WARN_FROM;
            case ERROR -> ERROR_FROM;
        };
    }

    private static Level level(int severity) {
        if (severity <= 0) {
            return Level.INFO;
        }
        if (severity < DEBUG_FROM) {
            return Level.TRACE;
        }
        if (severity < INFO_FROM) {
            return Level.DEBUG;
        }
        if (severity < WARN_FROM) {
            return Level.INFO;
        }
        return severity < ERROR_FROM ? Level.WARN : Level.ERROR;
    }
}
