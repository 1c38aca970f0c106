package dev.iii.eventsourcing.internal.projection;

import dev.iii.sdk.telemetry.WorkerLogger;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps the lines of loggers. */
public final class LogLines {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Returns the lines so far: logger, level, message and data. */
    public List<String> lines() {
        return lines;
    }

    /** Returns a logger. */
    public WorkerLogger logger(String name) {
        return new WorkerLogger() {
            private void add(String level, String message, @Nullable Object data) {
                lines.add(name + " " + level + " " + message + " " + data);
            }

            @Override
            public void trace(String message, @Nullable Object data) {
                add("TRACE", message, data);
            }

            @Override
            public void debug(String message, @Nullable Object data) {
                add("DEBUG", message, data);
            }

            @Override
            public void info(String message, @Nullable Object data) {
                add("INFO", message, data);
            }

            @Override
            public void warn(String message, @Nullable Object data) {
                add("WARN", message, data);
            }

            @Override
            public void error(String message, @Nullable Object data) {
                add("ERROR", message, data);
            }
        };
    }
}
