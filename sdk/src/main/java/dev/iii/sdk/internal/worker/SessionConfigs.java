package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.session.SessionConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Translates the options of a worker to the settings of its session. */
final class SessionConfigs {

    private static final Duration ANNOUNCE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STANDBY_INTERVAL = Duration.ofMillis(500);

    private SessionConfigs() {}

    static SessionConfig of(String name, @Nullable String namespace, WorkerOptions options, Environment environment) {
        WorkerLimits limits = options.limits();
        FrameLimit frameLimit = new FrameLimit(limits.outboundMessageBytes());
        Announcement content = new Announcement(
                name,
                namespace,
                options.description().orElse(null),
                options.isolation().orElse(environment.get(Environment.ISOLATION)),
                options.project());
        RawJson announcement = content.toJson(true);
        frameLimit.requirePayload(
                announcement.length(),
                "the announcement of the worker",
                "shorten its name, its description or the name of its project");
        return new SessionConfig(
                announcement,
                content.toJson(false),
                options.reconnect(),
                options.heartbeat(),
                ANNOUNCE_TIMEOUT.toNanos(),
                options.standby(),
                STANDBY_INTERVAL.toNanos(),
                options.triggerRetry(),
                options.repeatQuickResults(),
                limits.callsInFlight(),
                limits.queuedCalls(),
                limits.queuedBytes(),
                frameLimit);
    }
}
