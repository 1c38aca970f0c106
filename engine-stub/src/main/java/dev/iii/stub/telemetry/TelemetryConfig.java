package dev.iii.stub.telemetry;

import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.setup.EngineWorkerSetup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the section of {@code iii-observability}. */
final class TelemetryConfig {

    private static final Logger log = LoggerFactory.getLogger(TelemetryConfig.class);

    private static final String SERVICE_NAME = "iii";
    private static final long MAX_COUNT = 10_000_000;
    private static final long MAX_SECONDS = Duration.ofDays(36_500).toSeconds();
    private static final long MIN_MEMORY = 16L << 20;

    private static final Map<String, AlertRule.Operator> OPERATORS = new LinkedHashMap<>();

    static {
        OPERATORS.put("greaterthan", AlertRule.Operator.GREATER_THAN);
        OPERATORS.put("greaterthanorequal", AlertRule.Operator.GREATER_THAN_OR_EQUAL);
        OPERATORS.put("lessthan", AlertRule.Operator.LESS_THAN);
        OPERATORS.put("lessthanorequal", AlertRule.Operator.LESS_THAN_OR_EQUAL);
        OPERATORS.put("equal", AlertRule.Operator.EQUAL);
        OPERATORS.put("notequal", AlertRule.Operator.NOT_EQUAL);
        OPERATORS.put(">", AlertRule.Operator.GREATER_THAN);
        OPERATORS.put(">=", AlertRule.Operator.GREATER_THAN_OR_EQUAL);
        OPERATORS.put("<", AlertRule.Operator.LESS_THAN);
        OPERATORS.put("<=", AlertRule.Operator.LESS_THAN_OR_EQUAL);
        OPERATORS.put("==", AlertRule.Operator.EQUAL);
        OPERATORS.put("!=", AlertRule.Operator.NOT_EQUAL);
    }

    private TelemetryConfig() {}

    /** Returns the options that the section of {@code iii-observability} asks for. */
    static TelemetrySettings read(EngineWorkerSetup setup) {
        ConfigSection config = setup.config();
        boolean configured = setup.shared().configured();
        String version = setup.shared().version();
        // These are for the export to a collector and the log of the process, which this engine does not have.
        config.ignore("endpoint", "metrics_enabled", "logs_batch_size", "logs_flush_interval_ms", "level", "format");
        TelemetrySettings.Identity identity = new TelemetrySettings.Identity(
                config.string("service_name", SERVICE_NAME),
                configured ? config.string("service_version") : version,
                config.string("service_namespace"),
                version);
        return new TelemetrySettings(
                config.flag("enabled", true),
                identity,
                traces(config, configured),
                logs(config),
                metrics(config),
                config.sections("alerts").stream().map(TelemetryConfig::alert).toList(),
                setup.shared().limits());
    }

    // ---------------------------------------------------------------- spans

    private static TelemetrySettings.Traces traces(ConfigSection config, boolean configured) {
        String exporter = exporter(config, "exporter", List.of("otlp", "memory", "both"));
        String shown = config.has("exporter")
                ? "Some(" + Character.toUpperCase(exporter.charAt(0)) + exporter.substring(1) + ")"
                : configured ? "None" : "Some(Memory)";
        return new TelemetrySettings.Traces(
                shown,
                (int) config.integer("memory_max_spans", TelemetrySettings.DEFAULT_MAX_SPANS, 1, MAX_COUNT),
                maxBytes(config),
                config.flag("live_spans", exporter.equals("memory")),
                sampling(config),
                config.sections("collapse_spans").stream()
                        .map(rule -> new CollapseRule(required(rule, "name"), rule.string("service")))
                        .toList());
    }

    private static long maxBytes(ConfigSection config) {
        ConfigSection storage = config.section("trace_storage");
        if (storage == null) {
            return TelemetrySettings.DEFAULT_MAX_SPAN_BYTES;
        }
        storage.ignore(
                "directory",
                "max_disk_bytes",
                "retention_seconds",
                "memory_low_watermark_ratio",
                "pending_max_age_seconds");
        if (storage.flag("enabled", true)) {
            log.warn(storage.mistake("asks for spans on disk; this engine keeps them in memory only")
                    .getMessage());
        }
        return storage.integer(
                "memory_max_bytes", TelemetrySettings.DEFAULT_MAX_SPAN_BYTES, MIN_MEMORY, Long.MAX_VALUE);
    }

    private static Sampling sampling(ConfigSection config) {
        double ratio = ratio(config, "sampling_ratio", 1.0);
        ConfigSection advanced = config.section("sampling");
        if (advanced == null) {
            return new Sampling(ratio, List.of(), true, false);
        }
        List<Sampling.Rule> rules = advanced.sections("rules").stream()
                .map(rule -> {
                    require(rule, "rate");
                    return new Sampling.Rule(
                            rule.string("operation"), rule.string("service"), ratio(rule, "rate", 1.0));
                })
                .toList();
        ConfigSection limit = advanced.section("rate_limit");
        if (limit != null) {
            limit.ignore("max_traces_per_second");
            log.warn(limit.mistake("has no effect: this engine does not limit the rate of traces")
                    .getMessage());
        }
        boolean parentBased = advanced.flag("parent_based", true);
        boolean followsParent = !rules.isEmpty() || limit != null || advanced.has("parent_based") && parentBased;
        return new Sampling(ratio(advanced, "default", ratio), rules, parentBased, followsParent);
    }

    // ---------------------------------------------------------------- logs and metrics

    private static TelemetrySettings.Logs logs(ConfigSection config) {
        exporter(config, "logs_exporter", List.of("memory", "otlp", "both"));
        return new TelemetrySettings.Logs(
                config.flag("logs_enabled", true),
                (int) config.integer("logs_max_count", TelemetrySettings.DEFAULT_MAX_LOGS, 1, MAX_COUNT),
                seconds(config, "logs_retention_seconds", TelemetrySettings.DEFAULT_RETENTION),
                ratio(config, "logs_sampling_ratio", 1.0),
                config.flag("logs_console_output", true));
    }

    private static TelemetrySettings.Metrics metrics(ConfigSection config) {
        exporter(config, "metrics_exporter", List.of("memory", "otlp"));
        return new TelemetrySettings.Metrics(
                (int) config.integer("metrics_max_count", TelemetrySettings.DEFAULT_MAX_METRICS, 1, MAX_COUNT),
                seconds(config, "metrics_retention_seconds", TelemetrySettings.DEFAULT_RETENTION));
    }

    private static String exporter(ConfigSection config, String key, List<String> allowed) {
        String exporter = config.oneOf(key, "memory", allowed);
        if (!exporter.equals("memory")) {
            log.warn(config.mistake("asks for the " + key + " \"" + exporter
                            + "\"; this engine keeps telemetry in memory and sends it nowhere")
                    .getMessage());
        }
        return exporter;
    }

    // ---------------------------------------------------------------- alerts

    private static AlertRule alert(ConfigSection rule) {
        String name = required(rule, "name");
        String metric = required(rule, "metric");
        require(rule, "threshold");
        AlertRule.Operator operator = OPERATORS.getOrDefault(
                rule.oneOf("operator", "greaterthan", List.copyOf(OPERATORS.keySet())),
                AlertRule.Operator.GREATER_THAN);
        Duration minute = Duration.ofMinutes(1);
        return new AlertRule(
                name,
                metric,
                new AlertRule.Comparison(operator, rule.number("threshold", 0)),
                seconds(rule, "window_seconds", minute),
                seconds(rule, "cooldown_seconds", minute),
                action(rule.section("action")),
                rule.flag("enabled", true));
    }

    private static AlertRule.Action action(@Nullable ConfigSection action) {
        if (action == null) {
            return new AlertRule.Action.Log();
        }
        require(action, "type");
        return switch (action.oneOf("type", "log", List.of("log", "webhook", "function"))) {
            case "function" -> new AlertRule.Action.Function(required(action, "path"));
            case "webhook" -> {
                log.warn(action.mistake("asks for a webhook; this engine calls functions only and logs the alert")
                        .getMessage());
                yield new AlertRule.Action.Webhook(required(action, "url"));
            }
            default -> new AlertRule.Action.Log();
        };
    }

    // ---------------------------------------------------------------- values

    private static String required(ConfigSection section, String key) {
        String value = section.string(key);
        if (value == null) {
            throw section.mistake("needs a value for " + key);
        }
        return value;
    }

    private static void require(ConfigSection section, String key) {
        if (!section.has(key)) {
            throw section.mistake("needs a value for " + key);
        }
    }

    private static double ratio(ConfigSection section, String key, double absent) {
        double ratio = section.number(key, absent);
        if (!(ratio >= 0 && ratio <= 1)) {
            throw section.mistake("has a " + key + " of " + ratio + ", which must be a number from 0 to 1");
        }
        return ratio;
    }

    private static Duration seconds(ConfigSection section, String key, Duration absent) {
        Long seconds = section.integer(key, 1, MAX_SECONDS);
        return seconds == null ? absent : Duration.ofSeconds(seconds);
    }
}
