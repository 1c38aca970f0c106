package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.stub.config.ConfigException;
import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.core.ManualClock;
import dev.iii.stub.net.AllowedOrigins;
import dev.iii.stub.setup.EngineWorkerSetup;
import dev.iii.stub.setup.SharedSetup;
import dev.iii.transport.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryConfigTest {

    private static final String VERSION = "1.2.3";

    @TempDir
    private Path folder;

    private ConfigSection section(String config) throws IOException {
        Path file = folder.resolve("engine.yaml");
        Files.writeString(file, "workers: [{ name: iii-observability, config: " + config + " }]\n");
        return EngineConfig.read(file, Map.of()).workers().get(0).config();
    }

    private static EngineWorkerSetup setup(ConfigSection section, boolean configured) {
        SharedSetup shared = new SharedSetup(
                configured,
                null,
                Limits.DEFAULT,
                Map.of(),
                VERSION,
                Set.of(),
                new AllowedOrigins(Set.of(), new ManualClock()),
                List.of());
        return new EngineWorkerSetup(section, null, null, shared);
    }

    private TelemetrySettings read(String config) throws IOException {
        return TelemetryConfig.read(setup(section(config), true));
    }

    @Test
    void everythingIsRecordedWithoutAConfiguration() {
        TelemetrySettings options = TelemetryConfig.read(setup(ConfigSection.empty(), false));
        assertThat(options).isEqualTo(TelemetrySettings.of("iii", VERSION));
    }

    @Test
    void everyKeyOfTheRealEngineIsAccepted() throws IOException {
        ConfigSection section = section("{ enabled: false, service_name: n, service_version: v, service_namespace: ns,"
                + " exporter: both, endpoint: e, sampling_ratio: 0.5, memory_max_spans: 7, live_spans: true,"
                + " sampling: { default: 0.25, parent_based: true, rules: [{ operation: a, service: b, rate: 0.1 }],"
                + " rate_limit: { max_traces_per_second: 5 } },"
                + " trace_storage: { enabled: true, directory: d, max_disk_bytes: 100000000, retention_seconds: 1,"
                + " memory_max_bytes: 20000000, memory_low_watermark_ratio: 0.5, pending_max_age_seconds: 1 },"
                + " metrics_enabled: true, metrics_exporter: otlp, metrics_retention_seconds: 5, metrics_max_count: 6,"
                + " logs_enabled: false, logs_exporter: both, logs_max_count: 8, logs_retention_seconds: 9,"
                + " logs_batch_size: 1, logs_flush_interval_ms: 100, logs_sampling_ratio: 0.75,"
                + " logs_console_output: false, level: info, format: json,"
                + " collapse_spans: [{ name: x, service: y }],"
                + " alerts: [{ name: a, metric: m, threshold: 1, operator: '<=', window_seconds: 2, cooldown_seconds: 3,"
                + " enabled: false, action: { type: webhook, url: u } }] }");
        TelemetrySettings options = TelemetryConfig.read(setup(section, true));
        assertThat(section.unknownKeys()).isEmpty();
        assertThat(options.enabled()).isFalse();
        assertThat(options.identity()).isEqualTo(new TelemetrySettings.Identity("n", "v", "ns", VERSION));
        assertThat(options.traces().exporter()).isEqualTo("Some(Both)");
        assertThat(options.traces().maxSpans()).isEqualTo(7);
        assertThat(options.traces().maxBytes()).isEqualTo(20_000_000);
        assertThat(options.traces().live()).isTrue();
        assertThat(options.traces().sampling())
                .isEqualTo(new Sampling(0.25, List.of(new Sampling.Rule("a", "b", 0.1)), true, true));
        assertThat(options.traces().collapsed()).hasSize(1);
        assertThat(options.logs()).isEqualTo(new TelemetrySettings.Logs(false, 8, Duration.ofSeconds(9), 0.75, false));
        assertThat(options.metrics()).isEqualTo(new TelemetrySettings.Metrics(6, Duration.ofSeconds(5)));
        assertThat(options.alerts())
                .containsExactly(new AlertRule(
                        "a",
                        "m",
                        new AlertRule.Comparison(AlertRule.Operator.LESS_THAN_OR_EQUAL, 1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        new AlertRule.Action.Webhook("u"),
                        false));
    }

    @Test
    void unknownKeysAreReported() throws IOException {
        ConfigSection section = section("{ alerts: [{ name: a, metric: m, threshold: 1, treshold: 2 }], colour: red }");
        TelemetryConfig.read(setup(section, true));
        assertThat(section.unknownKeys()).hasSize(2);
        assertThat(section.unknownKeys().get(0)).contains("colour");
        assertThat(section.unknownKeys().get(1)).contains("treshold");
    }

    @Test
    void exporterIsReportedAsConfigured() throws IOException {
        assertThat(read("{ exporter: memory }").traces().exporter()).isEqualTo("Some(Memory)");
        assertThat(read("{ service_name: x }").traces().exporter()).isEqualTo("None");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ sampling_ratio: 1.5 } | sampling_ratio of 1.5, which must be a number from 0 to 1",
                "{ sampling_ratio: x } | must be a number, but is",
                "{ sampling: { rules: [{ operation: a }] } } | needs a value for rate",
                "{ exporter: zipkin } | must be one of otlp, memory, both, but is \"zipkin\"",
                "{ logs_exporter: x } | must be one of memory, otlp, both",
                "{ memory_max_spans: 0 } | must be a whole number from 1 to",
                "{ logs_retention_seconds: 0 } | must be a whole number from 1 to",
                "{ enabled: maybe } | must be true or false",
                "{ alerts: [{ metric: m, threshold: 1 }] } | needs a value for name",
                "{ alerts: [{ name: a, metric: m }] } | needs a value for threshold",
                "{ alerts: [{ name: a, metric: m, threshold: 1, operator: '=' }] } | must be one of greaterthan",
                "{ alerts: [{ name: a, metric: m, threshold: 1, action: { type: mail } }] } | must be one of log, webhook, function",
                "{ alerts: [{ name: a, metric: m, threshold: 1, action: { type: function } }] } | needs a value for path",
                "{ alerts: x } | must be a list",
                "{ collapse_spans: [{ service: a }] } | needs a value for name",
                "{ trace_storage: { memory_max_bytes: 5 } } | must be a whole number from 16777216"
            })
    void invalidValueIsReported(String config, String message) {
        assertThatThrownBy(() -> read(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("engine.yaml")
                .hasMessageContaining(message);
    }
}
