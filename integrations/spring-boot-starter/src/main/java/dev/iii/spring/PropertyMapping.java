package dev.iii.spring;

import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerProject;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.TriggerRetry;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** Sets the options of a worker from properties. The exceptions name the property, and contain no secrets. */
final class PropertyMapping {

    private static final String FRAMEWORK = "spring-boot";
    private static final String AUTHORIZATION = "authorization";
    /** The minimum of the limits of messages in {@link WorkerLimits}. */
    private static final int SMALLEST_MESSAGE = 64 << 10;

    private final IiiProperties properties;
    private final Environment environment;
    private final WorkerOptions.Builder options = WorkerOptions.builder();

    private PropertyMapping(IiiProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** @throws InvalidIiiPropertyException if a property has an invalid value */
    static WorkerOptions.Builder options(IiiProperties properties, Environment environment) {
        PropertyMapping mapping = new PropertyMapping(properties, environment);
        mapping.identity();
        mapping.headers();
        mapping.times();
        mapping.limits();
        return mapping.options
                .autoConnect(false)
                .standby(properties.standby())
                .inferSchemas(properties.inferSchemas())
                .showErrorMessages(properties.showErrorMessages())
                .repeatQuickResults(properties.repeatQuickResults());
    }

    private void identity() {
        set("iii.name", name(), options::name);
        set("iii.namespace", properties.namespace(), options::namespace);
        set("iii.description", properties.description(), options::description);
        set("iii.isolation", properties.isolation(), options::isolation);
        set("iii.project", filled(properties.project()), name -> options.project(new WorkerProject(name, FRAMEWORK)));
        if (filled(properties.project()) == null) {
            options.project(new WorkerProject(null, FRAMEWORK));
        }
    }

    /** Returns the name; {@code null} for that of the SDK, which is unique to the process. */
    private @Nullable String name() {
        String started = filled(environment.getProperty("III_WORKER_NAME"));
        if (started != null) {
            return started;
        }
        String name = filled(properties.name());
        return name == null ? filled(environment.getProperty("spring.application.name")) : name;
    }

    private void headers() {
        properties.headers().forEach((name, value) -> set("iii.headers." + name, value, v -> options.header(name, v)));
        String token = filled(properties.token());
        if (token == null) {
            return;
        }
        if (properties.headers().keySet().stream().anyMatch(AUTHORIZATION::equalsIgnoreCase)) {
            throw new InvalidIiiPropertyException(
                    "iii.token",
                    "the header 'authorization' is also set by iii.headers.authorization",
                    "Set only one of the properties iii.token and iii.headers.authorization.");
        }
        options.header(AUTHORIZATION, "Bearer " + token.strip());
    }

    private void times() {
        set("iii.call-timeout", properties.callTimeout(), options::callTimeout);
        set("iii.connect-timeout", properties.connectTimeout(), options::connectTimeout);
        set("iii.watch-subscriptions", properties.watchSubscriptions(), options::watchSubscriptions);
        positive("iii.startup-timeout", properties.startupTimeout());
        positive("iii.health.timeout", properties.health().timeout());
        positive("iii.drain-timeout", properties.drainTimeout());
        options.drainTimeout(ShutdownTime.of(properties.drainTimeout(), environment));
        reconnect(properties.reconnect());
        heartbeat(properties.heartbeat());
        triggerRetry(properties.triggerRetry());
    }

    private void reconnect(IiiProperties.Reconnect reconnect) {
        require(reconnect.multiplier() >= 1, "iii.reconnect.multiplier", reconnect.multiplier(), "at least 1");
        require(
                reconnect.jitter() >= 0 && reconnect.jitter() <= 1,
                "iii.reconnect.jitter",
                reconnect.jitter(),
                "from 0 to 1");
        options.reconnect(new Reconnect(
                new Backoff(
                        positive("iii.reconnect.initial-delay", reconnect.initialDelay()),
                        reconnect.multiplier(),
                        positive("iii.reconnect.max-delay", reconnect.maxDelay()),
                        reconnect.jitter()),
                positive("iii.reconnect.stable-after", reconnect.stableAfter())));
    }

    private void heartbeat(IiiProperties.Heartbeat heartbeat) {
        Duration interval = positive("iii.heartbeat.interval", heartbeat.interval());
        require(
                heartbeat.timeout().compareTo(interval) > 0,
                "iii.heartbeat.timeout",
                heartbeat.timeout(),
                "longer than iii.heartbeat.interval, which is " + interval);
        options.heartbeat(new Heartbeat(interval, heartbeat.timeout()));
    }

    private void triggerRetry(IiiProperties.TriggerRetry retry) {
        require(retry.maxRetries() >= 0, "iii.trigger-retry.max-retries", retry.maxRetries(), "at least 0");
        options.triggerRetry(new TriggerRetry(
                retry.maxRetries(),
                Backoff.exponential(
                        positive("iii.trigger-retry.initial-delay", retry.initialDelay()),
                        positive("iii.trigger-retry.max-delay", retry.maxDelay()))));
    }

    private void limits() {
        IiiProperties.Limits limits = properties.limits();
        options.limits(new WorkerLimits(
                count("concurrent-invocations", limits.concurrentInvocations()),
                count("inbox", limits.inbox()),
                count("calls-in-flight", limits.callsInFlight()),
                count("queued-calls", limits.queuedCalls()),
                bytes("queued-size", limits.queuedSize(), 1),
                bytes("outbox-size", limits.outboxSize(), 1),
                bytes("inbound-message-size", limits.inboundMessageSize(), SMALLEST_MESSAGE),
                bytes("outbound-message-size", limits.outboundMessageSize(), SMALLEST_MESSAGE)));
    }

    // ---------------------------------------------------------------- checks

    private static <T> void set(String property, @Nullable T value, Consumer<T> setter) {
        if (value == null || value instanceof String text && text.isBlank()) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidIiiPropertyException(property, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String filled(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static Duration positive(String property, Duration value) {
        require(value.compareTo(Duration.ZERO) > 0, property, value, "positive");
        return value;
    }

    private static int count(String name, int value) {
        require(value >= 1, "iii.limits." + name, value, "at least 1");
        return value;
    }

    private static int bytes(String name, DataSize value, int least) {
        String allowed = least == 1
                ? "from 1B to 2047MB"
                : "from " + DataSize.ofBytes(least).toKilobytes() + "KB to 2047MB";
        require(
                value.toBytes() >= least
                        && value.toBytes() <= DataSize.ofMegabytes(2047).toBytes(),
                "iii.limits." + name,
                value,
                allowed);
        return Math.toIntExact(value.toBytes());
    }

    private static void require(boolean valid, String property, Object value, String allowed) {
        if (!valid) {
            throw new InvalidIiiPropertyException(
                    property,
                    "its value is " + value + "; it must be " + allowed,
                    "Set " + property + " to a value that is " + allowed + ".");
        }
    }
}
