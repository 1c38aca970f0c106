package dev.iii.stub.telemetry;

import dev.iii.stub.core.environment.HeapShare;
import dev.iii.transport.Limits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the telemetry worker. Immutable.
 *
 * @param enabled whether telemetry is recorded; if {@code false}, telemetry of workers is accepted and dropped
 * @param identity the identity of the engine in its records
 * @param traces the settings of spans
 * @param logs the settings of log lines
 * @param metrics the settings of metrics
 * @param alerts the alert rules
 * @param connections the limits of each connection for telemetry
 */
public record TelemetrySettings(
        boolean enabled,
        Identity identity,
        Traces traces,
        Logs logs,
        Metrics metrics,
        List<AlertRule> alerts,
        Limits connections) {

    /** The default of the maximum number of stored spans. */
    public static final int DEFAULT_MAX_SPANS = 20_000;

    /** The default of the approximate maximum size of all stored spans, in bytes: 64 MiB or an eighth of the heap. */
    public static final long DEFAULT_MAX_SPAN_BYTES = HeapShare.limit(64L << 20, 8);

    /** The default of the maximum number of stored log lines. */
    public static final int DEFAULT_MAX_LOGS = 1000;

    /** The default of the maximum number of stored metrics. */
    public static final int DEFAULT_MAX_METRICS = 10_000;

    /**
     * The approximate maximum size of all stored log lines, in bytes: 32 MiB or a sixteenth of the heap. The same limit applies
     * to metrics.
     */
    public static final long MAX_HISTORY_BYTES = HeapShare.limit(32L << 20, 16);

    /** The default of the maximum age of log lines and metrics. */
    public static final Duration DEFAULT_RETENTION = Duration.ofHours(1);

    public TelemetrySettings {
        alerts = List.copyOf(alerts);
    }

    /**
     * The identity of the engine.
     *
     * @param serviceName the name of the service
     * @param serviceVersion the version of the service in its log lines; {@code null} for none
     * @param serviceNamespace the namespace of the service; {@code null} for none
     * @param version the version of the engine
     */
    public record Identity(
            String serviceName,
            @Nullable String serviceVersion,
            @Nullable String serviceNamespace,
            String version) {}

    /**
     * The settings of spans.
     *
     * @param exporter the configured exporter, as the health function returns it
     * @param maxSpans the maximum number of stored spans
     * @param maxBytes the approximate maximum size of all stored spans, in bytes
     * @param live whether spans are stored when they begin, and not only when they end
     * @param sampling decides which spans the engine creates
     * @param collapsed selects the spans that trees omit
     */
    public record Traces(
            String exporter,
            int maxSpans,
            long maxBytes,
            boolean live,
            Sampling sampling,
            List<CollapseRule> collapsed) {

        /** Records all spans in memory, with the default limits. */
        public static final Traces DEFAULT =
                new Traces("Some(Memory)", DEFAULT_MAX_SPANS, DEFAULT_MAX_SPAN_BYTES, true, Sampling.ALL, List.of());

        public Traces {
            collapsed = List.copyOf(collapsed);
        }
    }

    /**
     * The settings of log lines.
     *
     * @param enabled whether log lines are stored
     * @param maxCount the maximum number of stored log lines
     * @param retention the maximum age of a log line
     * @param samplingRatio the fraction of the lines from {@code engine::log::*} to store, from 0 to 1
     * @param console whether log lines of workers are also written to the engine's log
     */
    public record Logs(boolean enabled, int maxCount, Duration retention, double samplingRatio, boolean console) {

        /** Stores all log lines, with the default limits. */
        public static final Logs DEFAULT = new Logs(true, DEFAULT_MAX_LOGS, DEFAULT_RETENTION, 1.0, true);
    }

    /**
     * The settings of metrics.
     *
     * @param maxCount the maximum number of stored metrics
     * @param retention the maximum age of a metric
     */
    public record Metrics(int maxCount, Duration retention) {

        /** Stores all metrics, with the default limits. */
        public static final Metrics DEFAULT = new Metrics(DEFAULT_MAX_METRICS, DEFAULT_RETENTION);
    }

    /** Returns the settings of an engine without a configuration file. */
    public static TelemetrySettings of(String serviceName, String version) {
        return new TelemetrySettings(
                true,
                new Identity(serviceName, version, null, version),
                Traces.DEFAULT,
                Logs.DEFAULT,
                Metrics.DEFAULT,
                List.of(),
                Limits.DEFAULT);
    }
}
