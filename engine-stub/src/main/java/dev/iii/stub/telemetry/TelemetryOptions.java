package dev.iii.stub.telemetry;

import dev.iii.transport.Limits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the telemetry worker can be told.
 *
 * @param enabled whether anything is recorded; when not, telemetry of workers is taken and forgotten
 * @param identity who the engine is in what it records
 * @param traces about spans
 * @param logs about log lines
 * @param metrics about metrics
 * @param alerts the rules that are watched
 * @param connections what a connection that brings telemetry may cost
 */
public record TelemetryOptions(
        boolean enabled,
        Identity identity,
        Traces traces,
        Logs logs,
        Metrics metrics,
        List<AlertRule> alerts,
        Limits connections) {

    /** How many spans are kept. */
    public static final int DEFAULT_MAX_SPANS = 20_000;

    /** How many bytes spans may take, more or less. */
    public static final long DEFAULT_MAX_SPAN_BYTES = 64L << 20;

    /** How many log lines are kept. */
    public static final int DEFAULT_MAX_LOGS = 1000;

    /** How many metrics are kept. */
    public static final int DEFAULT_MAX_METRICS = 10_000;

    /** How many bytes log lines may take, and metrics as well, more or less. */
    public static final long MAX_HISTORY_BYTES = 32L << 20;

    /** How long log lines and metrics are kept. */
    public static final Duration DEFAULT_RETENTION = Duration.ofHours(1);

    public TelemetryOptions {
        alerts = List.copyOf(alerts);
    }

    /**
     * Who the engine is.
     *
     * @param serviceName its name
     * @param serviceVersion its version in the log lines that it keeps, {@code null} for none
     * @param serviceNamespace the family of services, {@code null} for none
     * @param version the version of the engine
     */
    public record Identity(
            String serviceName,
            @Nullable String serviceVersion,
            @Nullable String serviceNamespace,
            String version) {}

    /**
     * About spans.
     *
     * @param exporter where the configuration wants them, in the words of the health function
     * @param maxSpans how many are kept
     * @param maxBytes how many bytes they may take
     * @param live whether spans appear when they begin
     * @param sampling which spans the engine makes
     * @param collapsed spans that trees leave out
     */
    public record Traces(
            String exporter,
            int maxSpans,
            long maxBytes,
            boolean live,
            Sampling sampling,
            List<CollapseRule> collapsed) {

        /** Everything, in memory. */
        public static final Traces DEFAULT =
                new Traces("Some(Memory)", DEFAULT_MAX_SPANS, DEFAULT_MAX_SPAN_BYTES, true, Sampling.ALL, List.of());

        public Traces {
            collapsed = List.copyOf(collapsed);
        }
    }

    /**
     * About log lines.
     *
     * @param enabled whether they are kept
     * @param maxCount how many
     * @param retention how long
     * @param samplingRatio how many of those that come by {@code engine::log::*}, from 0 to 1
     * @param console whether those of workers appear in the log of the engine
     */
    public record Logs(boolean enabled, int maxCount, Duration retention, double samplingRatio, boolean console) {

        /** All of them. */
        public static final Logs DEFAULT = new Logs(true, DEFAULT_MAX_LOGS, DEFAULT_RETENTION, 1.0, true);
    }

    /**
     * About metrics.
     *
     * @param maxCount how many are kept
     * @param retention how long
     */
    public record Metrics(int maxCount, Duration retention) {

        /** All of them. */
        public static final Metrics DEFAULT = new Metrics(DEFAULT_MAX_METRICS, DEFAULT_RETENTION);
    }

    /** An engine without a configuration. */
    public static TelemetryOptions of(String serviceName, String version) {
        return new TelemetryOptions(
                true,
                new Identity(serviceName, version, null, version),
                Traces.DEFAULT,
                Logs.DEFAULT,
                Metrics.DEFAULT,
                List.of(),
                Limits.DEFAULT);
    }
}
