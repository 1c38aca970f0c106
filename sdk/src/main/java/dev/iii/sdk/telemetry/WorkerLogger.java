package dev.iii.sdk.telemetry;

import dev.iii.sdk.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Log lines of a worker, for its own log (SLF4J) and for the engine, where they belong to the span of the invocation that
 * wrote them. Made by {@link Worker#logger}. Thread-safe; never throws, never waits: a line that the engine cannot take
 * stands in the worker's own log.
 *
 * <p>Data is any value that can be written as JSON; fields whose names speak of secrets become {@code [REDACTED]} in both
 * logs.
 */
public interface WorkerLogger {

    /** A line for those who look for something. */
    void trace(String message, @Nullable Object data);

    /** A line for developers. */
    void debug(String message, @Nullable Object data);

    /** A line about what happened as it should. */
    void info(String message, @Nullable Object data);

    /** A line about what somebody should look at. */
    void warn(String message, @Nullable Object data);

    /** A line about what failed. */
    void error(String message, @Nullable Object data);

    /** A line for those who look for something. */
    default void trace(String message) {
        trace(message, null);
    }

    /** A line for developers. */
    default void debug(String message) {
        debug(message, null);
    }

    /** A line about what happened as it should. */
    default void info(String message) {
        info(message, null);
    }

    /** A line about what somebody should look at. */
    default void warn(String message) {
        warn(message, null);
    }

    /** A line about what failed. */
    default void error(String message) {
        error(message, null);
    }
}
