package dev.iii.sdk.internal.subscription;

import dev.iii.sdk.SilentSubscriptions;
import dev.iii.sdk.SilentSubscriptions.Cause;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.discovery.DiscoveryFilter;
import dev.iii.sdk.discovery.RegisteredTrigger;
import dev.iii.sdk.error.IiiException;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects subscriptions of a worker that stopped receiving messages and registers them again (engine behaviour, section 22).
 *
 * <p>Subscriptions stop in two cases, and the engine reports neither:
 *
 * <ul>
 *   <li>The local adapter forgets all subscriptions of a topic when one of them ends. So the watch asks the engine for its
 *       list: a topic of this worker that has lost an entry is silent.
 *   <li>A lost broker ends all of them. So the watch sends a {@linkplain SubscriptionHeartbeat message} at each check, which
 *       must have arrived at the check after the next one. While the broker is away, an engine that is asked to subscribe
 *       stops reading the connection for seconds; therefore the watch first tests it on a separate connection.
 * </ul>
 *
 * <p>One check at a time, on a callback thread. All fields belong to the checks, except {@link #unreported}.
 */
public final class SubscriptionWatch {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    /** One message may be lost because its subscription was not active yet. */
    private static final int MAX_MISSED = 2;
    /** A busy engine may deliver late, and registering again without need would lose messages. */
    private static final Duration MIN_SILENCE = Duration.ofSeconds(3);

    private final Worker worker;
    private final Duration interval;
    private final WatchContext context;
    private final SubscriptionProbe probe;

    private @Nullable SubscriptionHeartbeat heartbeat;
    private String connection = "";
    private @Nullable Map<String, String> listed;
    private boolean listingFailed;
    private int missed;
    private boolean brokerLost;
    private long heartbeatsUntil;
    private long workingAt;
    /** Subscriptions that are registered again; reported when the next message arrives. */
    private final AtomicReference<@Nullable SilentSubscriptions> unreported = new AtomicReference<>();

    /** @param interval the time between two checks */
    public SubscriptionWatch(Worker worker, Duration interval, WatchContext context, SubscriptionProbe probe) {
        this.worker = worker;
        this.interval = interval;
        this.context = context;
        this.probe = probe;
    }

    /** Starts the checks, which end when the worker is closed. */
    public void start() {
        context.schedule(interval, this::checkRepeatedly);
    }

    /** Stops the probe, which must not delay the shutdown of the worker. */
    public void stop() {
        probe.stop();
    }

    private void checkRepeatedly() {
        WorkerStatus status = worker.status();
        if (status == WorkerStatus.DRAINING || status == WorkerStatus.CLOSED) {
            return;
        }
        try {
            if (status == WorkerStatus.READY) {
                check(worker.id().orElse(""), context.topics());
            }
        } catch (IiiException e) {
            log.debug("Worker {} could not check its subscriptions: {}", worker.name(), e.getMessage());
        } finally {
            // The next check follows also if this one failed.
            context.schedule(interval, this::checkRepeatedly);
        }
    }

    private void check(String currentConnection, Set<String> topics) {
        if (topics.isEmpty()) {
            return;
        }
        if (heartbeat == null) {
            heartbeat = new SubscriptionHeartbeat(worker, context::register, this::received);
        }
        if (!currentConnection.equals(connection)) {
            startConnection(currentConnection, heartbeat);
        } else if (brokerLost) {
            recover(topics, heartbeat);
        } else if (isMissing(heartbeat)) {
            brokerLost = true;
            log.warn(
                    "Worker {} has received no message for {} ms; the engine has lost its broker. Subscriptions are"
                            + " registered again when the broker is available",
                    worker.name(),
                    sinceWorking().toMillis());
            recover(topics, heartbeat);
        } else {
            compare(topics, heartbeat);
        }
    }

    /** Everything was registered again on this connection. */
    private void startConnection(String currentConnection, SubscriptionHeartbeat own) {
        connection = currentConnection;
        missed = 0;
        brokerLost = false;
        workingAt = context.now();
        heartbeatsUntil = context.now();
        listed = list();
        context.resubscribe(false);
        own.send();
    }

    private boolean isMissing(SubscriptionHeartbeat own) {
        if (own.isReceived() || own.isRefused()) {
            missed = 0;
            heartbeatsUntil = context.now();
            return false;
        }
        missed++;
        return missed >= MAX_MISSED && context.now() - heartbeatsUntil >= MIN_SILENCE.toNanos();
    }

    private void compare(Set<String> topics, SubscriptionHeartbeat own) {
        Set<String> silent = new TreeSet<>();
        Map<String, String> before = listed;
        Map<String, String> now = list();
        if (before != null && now != null) {
            before.forEach((id, topic) -> {
                if (!now.containsKey(id) && topics.contains(topic)) {
                    silent.add(topic);
                }
            });
        }
        listed = now;
        // Also without a finding: a subscription that started and ended between two checks is in no list.
        context.resubscribe(false);
        if (!silent.isEmpty()) {
            record(silent, Cause.ANOTHER_ENDED, own);
        } else if (missed == 0 && unreported.get() == null) {
            workingAt = context.now();
        }
        own.send();
    }

    private void recover(Set<String> topics, SubscriptionHeartbeat own) {
        if (!own.isReceived() && !probe.succeeds()) {
            own.send();
            return;
        }
        context.resubscribe(true);
        missed = 0;
        heartbeatsUntil = context.now();
        brokerLost = false;
        record(topics, Cause.BROKER_LOST, own);
        own.send();
    }

    private void record(Set<String> silent, Cause cause, SubscriptionHeartbeat own) {
        log.warn(
                "Worker {}: subscriptions received nothing for at most {} ms and are registered again, because {}: {}",
                worker.name(),
                sinceWorking().toMillis(),
                cause == Cause.ANOTHER_ENDED ? "another subscription of the topic ended" : "the engine lost its broker",
                silent);
        SilentSubscriptions found = new SilentSubscriptions(silent, cause, sinceWorking());
        unreported.accumulateAndGet(found, SubscriptionWatch::merged);
        if (own.isRefused()) {
            received();
        }
    }

    private static @Nullable SilentSubscriptions merged(
            @Nullable SilentSubscriptions before, @Nullable SilentSubscriptions now) {
        if (before == null || now == null) {
            return now;
        }
        Set<String> topics = new TreeSet<>(before.topics());
        topics.addAll(now.topics());
        return new SilentSubscriptions(topics, now.cause(), now.atMost());
    }

    /** The latest message has arrived, which was sent after everything was registered again. */
    private void received() {
        SilentSubscriptions silent = unreported.getAndSet(null);
        if (silent != null) {
            context.report(silent);
        }
    }

    private Duration sinceWorking() {
        return Duration.ofNanos(context.now() - workingAt);
    }

    /** Returns the topic of each subscription of the engine by trigger id; {@code null} if the engine does not list them. */
    private @Nullable Map<String, String> list() {
        try {
            Map<String, String> topics = new HashMap<>();
            for (RegisteredTrigger trigger : worker.discovery()
                    .with(call -> call.timeout(CALL_TIMEOUT))
                    .triggers(DiscoveryFilter.all().triggerType("subscribe").includeInternal())) {
                String topic = topicOf(trigger.config());
                if (topic != null) {
                    topics.put(trigger.id(), topic);
                }
            }
            return topics;
        } catch (IiiException e) {
            if (!listingFailed) {
                log.warn(
                        "Worker {}: the engine does not list its triggers ({}), so the end of another subscription of a"
                                + " topic will not be detected",
                        worker.name(),
                        e.getMessage());
                listingFailed = true;
            }
            return null;
        }
    }

    /** Returns the topic of a subscription; {@code null} if its configuration has none. */
    public static @Nullable String topicOf(Json config) {
        Json topic = config.field("topic");
        return topic.text().startsWith("\"") ? topic.as(String.class) : null;
    }
}
