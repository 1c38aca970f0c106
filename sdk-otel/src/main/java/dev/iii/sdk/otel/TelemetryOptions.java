package dev.iii.sdk.otel;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.policy.Reconnect;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Settings for {@link EngineTelemetry}. Immutable.
 *
 * <p>An option that is not set is read from the environment:
 *
 * <ul>
 *   <li>{@code III_URL}
 *   <li>{@code OTEL_ENABLED} and {@code OTEL_METRICS_ENABLED}; {@code false}, {@code 0}, {@code no} or {@code off} disables
 *   <li>{@code OTEL_SERVICE_NAME}, {@code SERVICE_VERSION}, {@code SERVICE_NAMESPACE} and {@code SERVICE_INSTANCE_ID}
 *   <li>{@code OTEL_SPANS_FLUSH_INTERVAL_MS} and {@code OTEL_LOGS_FLUSH_INTERVAL_MS}, in milliseconds, from 1 to 10 000
 * </ul>
 *
 * <p>A blank variable and an interval outside its range are ignored.
 */
public final class TelemetryOptions {

    /** The default interval between exports of spans and log records: 100 ms. */
    public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofMillis(100);

    /** The default interval between exports of metrics: 60 s. */
    public static final Duration DEFAULT_METRICS_INTERVAL = Duration.ofSeconds(60);

    /** The default maximum time that {@link EngineTelemetry#close} waits: 5 s. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** The default size of the buffer for telemetry that waits for a connection: 4 MiB. */
    public static final int DEFAULT_BUFFER_BYTES = 4 << 20;

    /** The maximum, because OpenTelemetry's threads may notice their shutdown only after one flush interval. */
    private static final Duration LONGEST_FLUSH_INTERVAL = Duration.ofSeconds(10);

    private static final String DEFAULT_URL = "ws://127.0.0.1:49134";

    private final Builder values;
    private final Function<String, @Nullable String> variables;

    private TelemetryOptions(Builder values) {
        this.values = values;
        this.variables = values.variables;
    }

    /**
     * Returns the default settings for a service.
     *
     * @param serviceName the name of the service; must not be blank
     * @throws IllegalArgumentException if the name is null or blank
     */
    public static TelemetryOptions named(String serviceName) {
        return builder().serviceName(serviceName).build();
    }

    /** Creates a builder with the default settings. */
    public static Builder builder() {
        return new Builder(System::getenv);
    }

    static Builder builder(Function<String, @Nullable String> variables) {
        return new Builder(variables);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static <T> T first(@Nullable T set, T otherwise) {
        return set == null ? otherwise : set;
    }

    private boolean flag(@Nullable Boolean set, String variable) {
        if (set != null) {
            return set;
        }
        return variable(variable)
                .map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "false", "0", "no", "off" -> false;
                    default -> true;
                })
                .orElse(true);
    }

    /** Returns {@code true} if telemetry is recorded and sent. */
    public boolean enabled() {
        return flag(values.enabled, "OTEL_ENABLED");
    }

    /** Returns {@code true} if metrics are recorded and sent. */
    public boolean metricsEnabled() {
        return flag(values.metricsEnabled, "OTEL_METRICS_ENABLED");
    }

    /** Returns the URL of the engine's worker port. The path {@code /otel} is added when the telemetry connects. */
    public String engineUrl() {
        return first(values.engineUrl, variable("III_URL").orElse(DEFAULT_URL));
    }

    /** Returns the headers of the connection request. They may contain secrets and are never logged. */
    public Map<String, String> headers() {
        return values.headers;
    }

    /** Returns the TLS context for {@code wss} URLs. If it is empty, the default context of the JVM is used. */
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(values.sslContext);
    }

    /** Returns the name of the service that the telemetry describes. */
    public String serviceName() {
        return first(values.serviceName, variable("OTEL_SERVICE_NAME").orElse("iii-java"));
    }

    /** Returns the version of the service. */
    public String serviceVersion() {
        return first(values.serviceVersion, variable("SERVICE_VERSION").orElse("unknown"));
    }

    /** Returns the namespace of the service, or empty if it has none. */
    public Optional<String> serviceNamespace() {
        return values.serviceNamespace == null ? variable("SERVICE_NAMESPACE") : Optional.of(values.serviceNamespace);
    }

    /** Returns the id of this instance of the service. Default: a random UUID. */
    public String serviceInstanceId() {
        return first(values.serviceInstanceId, variable("SERVICE_INSTANCE_ID").orElse(values.instanceId));
    }

    /** Returns the interval between exports of spans. */
    public Duration spansFlushInterval() {
        return first(values.flushInterval, interval("OTEL_SPANS_FLUSH_INTERVAL_MS"));
    }

    /** Returns the interval between exports of log records. */
    public Duration logsFlushInterval() {
        return first(values.flushInterval, interval("OTEL_LOGS_FLUSH_INTERVAL_MS"));
    }

    private Duration interval(String variable) {
        return variable(variable)
                .filter(value -> value.length() < 6 && value.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(value -> Duration.ofMillis(Long.parseLong(value)))
                .filter(value -> !value.isZero() && value.compareTo(LONGEST_FLUSH_INTERVAL) <= 0)
                .orElse(DEFAULT_FLUSH_INTERVAL);
    }

    /** Returns the backoff between connection attempts. */
    public Reconnect reconnect() {
        return values.reconnect;
    }

    /** Returns the interval between exports of metrics. */
    public Duration metricsInterval() {
        return values.metricsInterval;
    }

    /** Returns the maximum time that {@link EngineTelemetry#close} waits for telemetry to be sent. */
    public Duration closeTimeout() {
        return values.closeTimeout;
    }

    /** Returns the size of the buffer for telemetry that waits for a connection, in bytes. */
    public int bufferBytes() {
        return values.bufferBytes;
    }

    /** Returns a description without the headers and the address, because both may contain secrets. */
    @Override
    public String toString() {
        return "TelemetryOptions[service=" + serviceName() + ", enabled=" + enabled() + "]";
    }

    /** Builds {@link TelemetryOptions}. Each method checks its argument. Not thread-safe. */
    public static final class Builder {

        private final Function<String, @Nullable String> variables;
        private @Nullable Boolean enabled;
        private @Nullable Boolean metricsEnabled;
        private @Nullable String engineUrl;
        private Map<String, String> headers = Map.of();
        private @Nullable SSLContext sslContext;
        private @Nullable String serviceName;
        private @Nullable String serviceVersion;
        private @Nullable String serviceNamespace;
        private final String instanceId = UUID.randomUUID().toString();
        private @Nullable String serviceInstanceId;
        private @Nullable Duration flushInterval;
        private Reconnect reconnect = Reconnect.DEFAULT;
        private Duration metricsInterval = DEFAULT_METRICS_INTERVAL;
        private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
        private int bufferBytes = DEFAULT_BUFFER_BYTES;

        private Builder(Function<String, @Nullable String> variables) {
            this.variables = variables;
        }

        /** Sets whether telemetry is recorded and sent. Default: {@code OTEL_ENABLED}, otherwise {@code true}. */
        public Builder enabled(boolean value) {
            enabled = value;
            return this;
        }

        /** Sets whether metrics are recorded and sent. Default: {@code OTEL_METRICS_ENABLED}, otherwise {@code true}. */
        public Builder metricsEnabled(boolean value) {
            metricsEnabled = value;
            return this;
        }

        /**
         * Sets the URL of the engine's worker port. Default: {@code III_URL}, otherwise {@code ws://127.0.0.1:49134}.
         *
         * @param value a URL of the form {@code ws://host:port} or {@code wss://host:port}; {@link EngineTelemetry#start}
         *     checks the form
         */
        public Builder engineUrl(String value) {
            engineUrl = Arguments.notBlank(value, "engineUrl");
            return this;
        }

        /** Sets the URL of the engine's worker port. Equivalent to {@link #engineUrl(String)} with a parsed URL. */
        public Builder engineUrl(URI value) {
            return engineUrl(Arguments.notNull(value, "engineUrl").toString());
        }

        /**
         * Adds a header to the connection request. If the engine requires authentication, add the same headers as to the
         * worker.
         */
        public Builder header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(Arguments.notBlank(name, "header name"), Arguments.notNull(value, "header value"));
            headers = Map.copyOf(more);
            return this;
        }

        /** Sets the TLS context for {@code wss} URLs. Default: the default context of the JVM. */
        public Builder sslContext(SSLContext value) {
            sslContext = Arguments.notNull(value, "sslContext");
            return this;
        }

        /** Sets the name of the service. Default: {@code OTEL_SERVICE_NAME}, otherwise {@code iii-java}. */
        public Builder serviceName(String value) {
            serviceName = Arguments.notBlank(value, "serviceName");
            return this;
        }

        /** Sets the version of the service. Default: {@code SERVICE_VERSION}, otherwise {@code unknown}. */
        public Builder serviceVersion(String value) {
            serviceVersion = Arguments.notBlank(value, "serviceVersion");
            return this;
        }

        /** Sets the namespace of the service. Default: {@code SERVICE_NAMESPACE}, otherwise none. */
        public Builder serviceNamespace(String value) {
            serviceNamespace = Arguments.notBlank(value, "serviceNamespace");
            return this;
        }

        /** Sets the id of this instance of the service. Default: {@code SERVICE_INSTANCE_ID}, otherwise a random UUID. */
        public Builder serviceInstanceId(String value) {
            serviceInstanceId = Arguments.notBlank(value, "serviceInstanceId");
            return this;
        }

        /** Sets the backoff between connection attempts. Default: {@link Reconnect#DEFAULT}. */
        public Builder reconnect(Reconnect value) {
            reconnect = Arguments.notNull(value, "reconnect");
            return this;
        }

        /**
         * Sets the interval between exports of spans and log records. Default: {@code OTEL_SPANS_FLUSH_INTERVAL_MS} and
         * {@code OTEL_LOGS_FLUSH_INTERVAL_MS}, otherwise 100 ms.
         *
         * @param value the interval; must be positive and at most 10 s. The exporting threads may run for one interval
         *     longer than {@link EngineTelemetry#close}.
         */
        public Builder flushInterval(Duration value) {
            Arguments.positive(value, "flushInterval");
            if (value.compareTo(LONGEST_FLUSH_INTERVAL) > 0) {
                throw new IllegalArgumentException(
                        "flushInterval is " + value + "; it must be at most " + LONGEST_FLUSH_INTERVAL);
            }
            flushInterval = value;
            return this;
        }

        /** Sets the interval between exports of metrics; must be positive. Default: 60 s. */
        public Builder metricsInterval(Duration value) {
            metricsInterval = Arguments.positive(value, "metricsInterval");
            return this;
        }

        /**
         * Sets the maximum time that {@link EngineTelemetry#close} waits for telemetry to be sent; must be positive.
         * Default: 5 s.
         */
        public Builder closeTimeout(Duration value) {
            closeTimeout = Arguments.positive(value, "closeTimeout");
            return this;
        }

        /** Sets the size of the buffer for telemetry that waits for a connection, in bytes. Default: 4 MiB. */
        public Builder bufferBytes(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("bufferBytes is " + value + "; it must be at least 1");
            }
            bufferBytes = value;
            return this;
        }

        /** Returns the options. */
        public TelemetryOptions build() {
            return new TelemetryOptions(this);
        }
    }
}
