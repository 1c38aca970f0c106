package dev.iii.sdk;

import dev.iii.sdk.internal.session.Backoff;
import dev.iii.sdk.internal.session.Session;
import dev.iii.sdk.internal.session.SessionConfig;
import dev.iii.sdk.internal.session.TriggerUpkeep;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The options of a worker as its session has them. */
final class SessionOptions {

    private static final Duration ANNOUNCE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STANDBY_INTERVAL = Duration.ofMillis(500);

    private SessionOptions() {}

    static Session session(
            String name,
            @Nullable String namespace,
            WorkerOptions options,
            Environment environment,
            InvocationIds ids) {
        return new Session(
                config(name, namespace, options, environment),
                ids::next,
                new SplittableRandom(new SecureRandom().nextLong()));
    }

    private static SessionConfig config(
            String name, @Nullable String namespace, WorkerOptions options, Environment environment) {
        Reconnect reconnect = options.reconnect();
        RefusalRetry retry = options.refusalRetry();
        WorkerLimits limits = options.limits();
        return new SessionConfig(
                Announcement.of(
                        name,
                        namespace,
                        options.description().orElse(null),
                        options.isolation().orElse(environment.get(Environment.ISOLATION)),
                        options.project()),
                backoff(reconnect.initial(), reconnect.multiplier(), reconnect.max(), reconnect.jitter()),
                reconnect.stableAfter().toNanos(),
                options.heartbeat().interval().toNanos(),
                options.heartbeat().timeout().toNanos(),
                ANNOUNCE_TIMEOUT.toNanos(),
                options.standby(),
                STANDBY_INTERVAL.toNanos(),
                new TriggerUpkeep(
                        backoff(retry.initial(), retry.multiplier(), retry.max(), retry.jitter()), retry.tries()),
                limits.callsInFlight(),
                limits.queuedCalls(),
                limits.queuedBytes());
    }

    private static Backoff backoff(Duration initial, double multiplier, Duration max, double jitter) {
        return new Backoff(initial.toNanos(), multiplier, max.toNanos(), jitter);
    }
}
