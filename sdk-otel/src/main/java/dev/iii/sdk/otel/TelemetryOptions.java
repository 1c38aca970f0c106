package dev.iii.sdk.otel;

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
 * Where telemetry goes and who it is from. Immutable.
 *
 * <p>What is not set comes from the environment: {@code III_URL}, {@code OTEL_ENABLED} and {@code OTEL_METRICS_ENABLED}
 * ({@code false}, {@code 0}, {@code no} or {@code off} switch off), {@code OTEL_SERVICE_NAME}, {@code SERVICE_VERSION},
 * {@code SERVICE_NAMESPACE}, {@code SERVICE_INSTANCE_ID}, {@code OTEL_SPANS_FLUSH_INTERVAL_MS} and {@code
 * OTEL_LOGS_FLUSH_INTERVAL_MS} (1 to 10 000). A variable that is blank, or no such number, counts as not set.
 */
public final class TelemetryOptions {

    /** How often spans and log records are sent. */
    public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofMillis(100);

    /** How often metrics are sent. */
    public static final Duration DEFAULT_METRICS_INTERVAL = Duration.ofSeconds(60);

    /** How long {@link EngineTelemetry#close} waits for what is to be sent. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** How much waits while there is no connection, in bytes: 4 MiB. */
    public static final int DEFAULT_BUFFER_BYTES = 4 << 20;

    /** OpenTelemetry's threads may look only this often whether they are to end. */
    private static final Duration LONGEST_FLUSH_INTERVAL = Duration.ofSeconds(10);

    private static final String DEFAULT_URL = "ws://127.0.0.1:49134";

    private final Builder values;
    private final Function<String, @Nullable String> variables;

    private TelemetryOptions(Builder values) {
        this.values = values;
        this.variables = values.variables;
    }

    /** Everything at its default, for a service of this name. */
    public static TelemetryOptions named(String serviceName) {
        return builder().serviceName(serviceName).build();
    }

    /** Everything at its default, to be changed. */
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

    /** Whether anything is recorded and sent at all. */
    public boolean enabled() {
        return flag(values.enabled, "OTEL_ENABLED");
    }

    /** Whether metrics are. */
    public boolean metricsEnabled() {
        return flag(values.metricsEnabled, "OTEL_METRICS_ENABLED");
    }

    /** The engine's worker port; the path {@code /otel} is added. */
    public String engineUrl() {
        return first(values.engineUrl, variable("III_URL").orElse(DEFAULT_URL));
    }

    /** Headers of the connection. Secrets: never logged. */
    public Map<String, String> headers() {
        return values.headers;
    }

    /** For {@code wss}; when empty, the certificates that the system trusts. */
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(values.sslContext);
    }

    /** Who the telemetry is from. */
    public String serviceName() {
        return first(values.serviceName, variable("OTEL_SERVICE_NAME").orElse("iii-java"));
    }

    /** The version of the service. */
    public String serviceVersion() {
        return first(values.serviceVersion, variable("SERVICE_VERSION").orElse("unknown"));
    }

    /** The namespace of the service, if it has one. */
    public Optional<String> serviceNamespace() {
        return values.serviceNamespace == null ? variable("SERVICE_NAMESPACE") : Optional.of(values.serviceNamespace);
    }

    /** Which instance of the service it is; a UUID when nobody says. */
    public String serviceInstanceId() {
        return first(values.serviceInstanceId, variable("SERVICE_INSTANCE_ID").orElse(values.instanceId));
    }

    /** How often spans are sent. */
    public Duration spansFlushInterval() {
        return first(values.flushInterval, interval("OTEL_SPANS_FLUSH_INTERVAL_MS"));
    }

    /** How often log records are sent. */
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

    /** Between tries to connect. */
    public Reconnect reconnect() {
        return values.reconnect;
    }

    /** How often metrics are sent. */
    public Duration metricsInterval() {
        return values.metricsInterval;
    }

    /** How long closing waits for what is to be sent. */
    public Duration closeTimeout() {
        return values.closeTimeout;
    }

    /** How much waits while there is no connection, in bytes. */
    public int bufferBytes() {
        return values.bufferBytes;
    }

    /** Leaves headers and address out. */
    @Override
    public String toString() {
        return "TelemetryOptions[service=" + serviceName() + ", enabled=" + enabled() + "]";
    }

    /** Collects options; every value is checked where it is given. Not thread-safe. */
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

        /** Whether anything is recorded and sent at all. */
        public Builder enabled(boolean value) {
            enabled = value;
            return this;
        }

        /** Whether metrics are. */
        public Builder metricsEnabled(boolean value) {
            metricsEnabled = value;
            return this;
        }

        /** The engine's worker port, {@code ws://host:port} or {@code wss:}. */
        public Builder engineUrl(String value) {
            engineUrl = notBlank(value, "engineUrl");
            return this;
        }

        /** The engine's worker port. */
        public Builder engineUrl(URI value) {
            return engineUrl(notNull(value, "engineUrl").toString());
        }

        /** A header of the connection, the same as the worker's where the engine asks for authentication. */
        public Builder header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(notBlank(name, "header name"), notNull(value, "header value"));
            headers = Map.copyOf(more);
            return this;
        }

        /** The certificates to trust and to show, for engines at {@code wss://}. */
        public Builder sslContext(SSLContext value) {
            sslContext = notNull(value, "sslContext");
            return this;
        }

        /** Who the telemetry is from. */
        public Builder serviceName(String value) {
            serviceName = notBlank(value, "serviceName");
            return this;
        }

        /** The version of the service. */
        public Builder serviceVersion(String value) {
            serviceVersion = notBlank(value, "serviceVersion");
            return this;
        }

        /** The namespace of the service. */
        public Builder serviceNamespace(String value) {
            serviceNamespace = notBlank(value, "serviceNamespace");
            return this;
        }

        /** Which instance of the service it is. */
        public Builder serviceInstanceId(String value) {
            serviceInstanceId = notBlank(value, "serviceInstanceId");
            return this;
        }

        /** Between tries to connect. */
        public Builder reconnect(Reconnect value) {
            reconnect = notNull(value, "reconnect");
            return this;
        }

        /** How often spans and log records are sent; at most every 10 s, which is also how long their threads may last. */
        public Builder flushInterval(Duration value) {
            positive(value, "flushInterval");
            if (value.compareTo(LONGEST_FLUSH_INTERVAL) > 0) {
                throw new IllegalArgumentException(
                        "flushInterval is " + value + "; it must be at most " + LONGEST_FLUSH_INTERVAL);
            }
            flushInterval = value;
            return this;
        }

        /** How often metrics are sent. */
        public Builder metricsInterval(Duration value) {
            metricsInterval = positive(value, "metricsInterval");
            return this;
        }

        /** How long closing waits for what is to be sent. */
        public Builder closeTimeout(Duration value) {
            closeTimeout = positive(value, "closeTimeout");
            return this;
        }

        /** How much waits while there is no connection, in bytes. */
        public Builder bufferBytes(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("bufferBytes is " + value + "; it must be at least 1");
            }
            bufferBytes = value;
            return this;
        }

        /** The options. */
        public TelemetryOptions build() {
            return new TelemetryOptions(this);
        }

        private static <T> T notNull(@Nullable T value, String name) {
            if (value == null) {
                throw new IllegalArgumentException(name + " is null");
            }
            return value;
        }

        private static String notBlank(@Nullable String value, String name) {
            String given = notNull(value, name);
            if (given.isBlank()) {
                throw new IllegalArgumentException(name + " is blank");
            }
            return given;
        }

        private static Duration positive(@Nullable Duration value, String name) {
            Duration given = notNull(value, name);
            if (given.isZero() || given.isNegative()) {
                throw new IllegalArgumentException(name + " is " + given + "; it must be longer than zero");
            }
            return given;
        }
    }
}
