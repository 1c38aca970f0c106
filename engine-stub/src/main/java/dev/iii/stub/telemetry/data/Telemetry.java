package dev.iii.stub.telemetry.data;

import java.util.List;

/**
 * The telemetry that an engine has stored: spans, logs and metrics of workers, and its own spans. It is stored in
 * memory up to the limits of the configuration; the oldest records are removed first.
 *
 * <p>Thread-safe. Each list is a copy. Telemetry of a worker arrives some time after its calls, so tests must wait for
 * it.
 */
public interface Telemetry {

    /** Returns the spans, the oldest first. Returns an empty list if telemetry is disabled. */
    List<SpanRecord> spans();

    /** Returns the log lines, the oldest first. Returns an empty list if log lines are not stored. */
    List<LogRecord> logs();

    /** Returns the metrics, in the order of their arrival. Returns an empty list if telemetry is disabled. */
    List<MetricRecord> metrics();

    /** Deletes all stored telemetry. */
    void clear();
}
