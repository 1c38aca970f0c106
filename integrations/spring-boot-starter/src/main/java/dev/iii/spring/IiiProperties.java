package dev.iii.spring;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code iii.*} of the worker of an application. Immutable.
 *
 * @param enabled Whether to create a worker.
 * @param url The address of the worker port of the engine, ws://HOST:PORT or wss://HOST:PORT. The environment variable III_URL
 *     sets it, too.
 * @param name The name of the worker. The environment variable III_WORKER_NAME takes precedence. Default: the value of
 *     spring.application.name, otherwise HOSTNAME:PID.
 * @param namespace The namespace of the functions of the worker. The environment variable III_NAMESPACE sets it, too.
 * @param description A description of the worker for humans.
 * @param isolation The kind of isolation in which the worker runs. The environment variable III_ISOLATION sets it, too.
 * @param project The name of the project that the worker belongs to.
 * @param token The token that the worker sends to the engine as the header 'authorization: Bearer TOKEN'.
 * @param headers The headers of the requests that open connections to the engine.
 * @param callTimeout The time that a call without its own timeout waits for its result.
 * @param connectTimeout The maximum time for one attempt to connect.
 * @param drainTimeout The maximum time that the shutdown waits for running functions and calls. At most
 *     spring.lifecycle.timeout-per-shutdown-phase less 2 s.
 * @param failFast Whether the start of the application fails if the engine is not reachable within the startup timeout, or if it
 *     refuses the worker or a function of a bean. Otherwise the application starts immediately, and the worker connects in the
 *     background.
 * @param startupTimeout The maximum time that the start of the application waits for the engine if fail-fast is true.
 * @param keepAlive Whether the process continues to run as long as the worker, also if nothing else keeps it running. Default:
 *     true if the worker has functions of beans, or a bean of type EventSourcing exists.
 * @param standby Whether the worker waits for functions that another worker owns, and takes them over when that worker leaves.
 * @param inferSchemas Whether the JSON Schemas of functions are inferred from their types.
 * @param showErrorMessages Whether callers receive the messages of unexpected exceptions, which may contain secrets.
 * @param repeatQuickResults Whether results that were sent within 100 ms are repeated, because the 0.23 engine loses some of them.
 * @param watchSubscriptions The time between two checks of the subscriptions to topics. Default: no checks.
 * @param reconnect The delays between attempts to connect.
 * @param heartbeat The times for detecting a dead connection.
 * @param triggerRetry The repetitions of refused triggers.
 * @param limits The limits of concurrency, queues and message sizes.
 * @param ssl The certificates for wss addresses.
 * @param health The health of the worker.
 */
@ConfigurationProperties("iii")
public record IiiProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue(DEFAULT_URL) String url,
        @Nullable String name,
        @Nullable String namespace,
        @Nullable String description,
        @Nullable String isolation,
        @Nullable String project,
        @Nullable String token,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("30s") Duration callTimeout,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("10s") Duration drainTimeout,
        @DefaultValue("false") boolean failFast,
        @DefaultValue("10s") Duration startupTimeout,
        @Nullable Boolean keepAlive,
        @DefaultValue("false") boolean standby,
        @DefaultValue("true") boolean inferSchemas,
        @DefaultValue("false") boolean showErrorMessages,
        @DefaultValue("true") boolean repeatQuickResults,
        @Nullable Duration watchSubscriptions,
        @DefaultValue Reconnect reconnect,
        @DefaultValue Heartbeat heartbeat,
        @DefaultValue TriggerRetry triggerRetry,
        @DefaultValue Limits limits,
        @DefaultValue Ssl ssl,
        @DefaultValue Health health) {

    /** Default address of the engine: {@code ws://127.0.0.1:49134}. */
    public static final String DEFAULT_URL = "ws://127.0.0.1:49134";

    /** Copies the headers. */
    public IiiProperties {
        headers = Map.copyOf(headers);
    }

    /** Returns the name and the namespace; the address, the token and the headers are omitted, because they may be secrets. */
    @Override
    public String toString() {
        return "IiiProperties[name=" + name + ", namespace=" + namespace + "]";
    }

    /**
     * The delays between attempts to connect. Immutable.
     *
     * @param initialDelay The delay before the second attempt.
     * @param multiplier The factor from one delay to the next.
     * @param maxDelay The maximum delay.
     * @param jitter The share of a delay that is added or subtracted at random, from 0 to 1.
     * @param stableAfter The time that a connection must have been ready before its loss starts the delays from the first one
     *     again.
     */
    public record Reconnect(
            @DefaultValue("1s") Duration initialDelay,
            @DefaultValue("2") double multiplier,
            @DefaultValue("30s") Duration maxDelay,
            @DefaultValue("0.3") double jitter,
            @DefaultValue("10s") Duration stableAfter) {}

    /**
     * The times for detecting a dead connection. Immutable.
     *
     * @param interval The time between two pings.
     * @param timeout The maximum time without data from the engine; longer than the interval.
     */
    public record Heartbeat(
            @DefaultValue("20s") Duration interval,
            @DefaultValue("60s") Duration timeout) {}

    /**
     * The repetitions of refused triggers. Immutable.
     *
     * @param maxRetries The maximum number of repetitions on one connection; 0 for none.
     * @param initialDelay The delay before the first repetition.
     * @param maxDelay The maximum delay.
     */
    public record TriggerRetry(
            @DefaultValue("12") int maxRetries,
            @DefaultValue("1s") Duration initialDelay,
            @DefaultValue("60s") Duration maxDelay) {}

    /**
     * The limits of concurrency, queues and message sizes. Immutable.
     *
     * @param concurrentInvocations The maximum number of functions that run at the same time.
     * @param inbox The maximum number of invocations that wait for a thread.
     * @param callsInFlight The maximum number of calls that wait for a result.
     * @param queuedCalls The maximum number of calls that wait for a connection.
     * @param queuedSize The maximum size of the calls that wait for a connection.
     * @param outboxSize The maximum size of what waits to be sent.
     * @param inboundMessageSize The maximum size of a message from the engine.
     * @param outboundMessageSize The maximum size of a message to the engine.
     */
    public record Limits(
            @DefaultValue("256") int concurrentInvocations,
            @DefaultValue("10000") int inbox,
            @DefaultValue("65536") int callsInFlight,
            @DefaultValue("10000") int queuedCalls,
            @DefaultValue("16MB") DataSize queuedSize,
            @DefaultValue("64MB") DataSize outboxSize,
            @DefaultValue("128MB") DataSize inboundMessageSize,
            @DefaultValue("16MB") DataSize outboundMessageSize) {}

    /**
     * The certificates for wss addresses. Immutable.
     *
     * @param bundle The name of the SSL bundle with the certificates. Default: the certificates that the JVM trusts.
     */
    public record Ssl(@Nullable String bundle) {}

    /**
     * The health of the worker. Immutable.
     *
     * @param timeout The maximum time that the engine may take to answer a health check.
     */
    public record Health(@DefaultValue("2s") Duration timeout) {}
}
