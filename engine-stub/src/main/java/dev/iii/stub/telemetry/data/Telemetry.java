package dev.iii.stub.telemetry.data;

import java.util.List;

/**
 * What an engine has recorded: spans, logs and metrics of workers, and its own spans. Kept in memory up to the limits of
 * the configuration, the oldest go first.
 *
 * <p>Thread-safe; each list is a copy of this moment. Telemetry of a worker arrives some time after its calls: tests
 * await it.
 */
public interface Telemetry {

    /** The spans, the oldest first; none when telemetry is off. */
    List<SpanRecord> spans();

    /** The log lines, the oldest first; none when they are off. */
    List<LogRecord> logs();

    /** The metrics, in the order of their arrival; none when telemetry is off. */
    List<MetricRecord> metrics();

    /** Forgets all of it. */
    void clear();
}
