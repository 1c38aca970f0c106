package dev.iii.sdk.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A logger of a worker. Writes each line to the log of the process (SLF4J) and sends it to the engine, where it belongs to
 * the span of the invocation that wrote it. Created by {@link dev.iii.sdk.Worker#logger}. Thread-safe. Its methods throw no
 * exceptions and do not wait. A line that cannot be sent to the engine is only in the log of the process.
 *
 * <p>The data of a line is any value that can be written as JSON. The values of fields whose names indicate secrets are
 * replaced by {@code [REDACTED]} in both logs, and data above 64 KiB is cut. A message above 64 Ki characters is cut for the
 * engine. A line that is larger than the maximum size of a message is sent without its data. Data that cannot be written as JSON is
 * replaced by the name of its class.
 */
public interface WorkerLogger {

    /**
     * Logs a message with data at the level TRACE.
     *
     * @param data the data; {@code null} for none
     */
    void trace(String message, @Nullable Object data);

    /**
     * Logs a message with data at the level DEBUG.
     *
     * @param data the data; {@code null} for none
     */
    void debug(String message, @Nullable Object data);

    /**
     * Logs a message with data at the level INFO.
     *
     * @param data the data; {@code null} for none
     */
    void info(String message, @Nullable Object data);

    /**
     * Logs a message with data at the level WARN.
     *
     * @param data the data; {@code null} for none
     */
    void warn(String message, @Nullable Object data);

    /**
     * Logs a message with data at the level ERROR.
     *
     * @param data the data; {@code null} for none
     */
    void error(String message, @Nullable Object data);

    /** Logs a message at the level TRACE. */
    default void trace(String message) {
        trace(message, null);
    }

    /** Logs a message at the level DEBUG. */
    default void debug(String message) {
        debug(message, null);
    }

    /** Logs a message at the level INFO. */
    default void info(String message) {
        info(message, null);
    }

    /** Logs a message at the level WARN. */
    default void warn(String message) {
        warn(message, null);
    }

    /** Logs a message at the level ERROR. */
    default void error(String message) {
        error(message, null);
    }
}
