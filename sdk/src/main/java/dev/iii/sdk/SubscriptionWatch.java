package dev.iii.sdk;

import dev.iii.sdk.SilentSubscriptions.Cause;
import dev.iii.sdk.discovery.DiscoveryFilter;
import dev.iii.sdk.discovery.RegisteredTrigger;
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
 * Notices when subscriptions of a worker have fallen silent, and has them registered again (engine behaviour, section 22).
 *
 * <p>Two things silence them, and neither is told. The local adapter forgets all subscriptions of a topic when one of them
 * ends: so the engine is asked for its list, and one of our topics that has lost an entry is silent. A broker that was lost
 * takes all of them along: so a {@linkplain SubscriptionBeat beat} is published at each look and must have come by the next
 * but one. While the broker is away, an engine that is asked to subscribe stops reading the connection for seconds;
 * therefore the way back is tried on a connection of its own before anything is done on this one.
 *
 * <p>One look at a time, on a thread for callbacks; all fields belong to the looks, but {@link #unheard}.
 */
final class SubscriptionWatch {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    /** One beat may be lost because its subscription was a moment too young. */
    private static final int BEATS_MISSED = 2;
    /** A busy engine may take a while to deliver: to subscribe anew for nothing would lose messages. */
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(3);

    /** What the watch needs of its worker beside what everybody has. */
    interface Ground {

        /** The topics of the subscriptions that the engine has. */
        Set<String> topics();

        void resubscribe(boolean anew);

        void tell(SilentSubscriptions silent);

        /** Runs on a thread for callbacks after a while, or never when the worker has ended. */
        void later(Duration delay, Runnable task);

        long now();
    }

    private final Worker worker;
    private final Duration interval;
    private final Ground ground;
    private final SubscriptionProbe probe;

    private @Nullable SubscriptionBeat beat;
    private String connection = "";
    private @Nullable Map<String, String> listed;
    private boolean blind;
    private int missed;
    private boolean lost;
    private long beatsUntil;
    private long soundAt;
    /** Registered again, and told of when the next beat is heard. */
    private final AtomicReference<@Nullable SilentSubscriptions> unheard = new AtomicReference<>();

    SubscriptionWatch(Worker worker, Duration interval, Ground ground, SubscriptionProbe probe) {
        this.worker = worker;
        this.interval = interval;
        this.ground = ground;
        this.probe = probe;
    }

    /** {@code null} when it is not asked for. */
    static @Nullable SubscriptionWatch of(
            Worker worker, WorkerOptions options, Ground ground, SubscriptionProbe probe) {
        return options.watchSubscriptions()
                .map(interval -> new SubscriptionWatch(worker, interval, ground, probe))
                .orElse(null);
    }

    void start() {
        ground.later(interval, this::lookAgainAndAgain);
    }

    /** No probe is to hold up the end of the worker. Looks end by its status. */
    void stop() {
        probe.stop();
    }

    private void lookAgainAndAgain() {
        WorkerStatus status = worker.status();
        if (status == WorkerStatus.DRAINING || status == WorkerStatus.CLOSED) {
            return;
        }
        try {
            if (status == WorkerStatus.READY) {
                look(worker.id().orElse(""), ground.topics());
            }
        } catch (IiiException e) {
            log.debug("Worker {}: subscriptions could not be looked at: {}", worker.name(), e.getMessage());
        }
        ground.later(interval, this::lookAgainAndAgain);
    }

    private void look(String connectionNow, Set<String> topics) {
        if (topics.isEmpty()) {
            return;
        }
        if (beat == null) {
            beat = new SubscriptionBeat(worker, this::heard);
        }
        if (!connectionNow.equals(connection)) {
            begin(connectionNow, beat);
        } else if (lost) {
            recover(topics, beat);
        } else if (beatIsMissing(beat)) {
            lost = true;
            log.warn(
                    "Worker {}: no message has come for {} ms; the engine has lost its broker. Subscriptions are registered"
                            + " again as soon as that helps",
                    worker.name(),
                    sinceSound().toMillis());
            recover(topics, beat);
        } else {
            compare(topics, beat);
        }
    }

    /** Everything was registered anew on this connection. */
    private void begin(String connectionNow, SubscriptionBeat ours) {
        connection = connectionNow;
        missed = 0;
        lost = false;
        soundAt = ground.now();
        beatsUntil = ground.now();
        listed = list();
        ground.resubscribe(false);
        ours.send();
    }

    private boolean beatIsMissing(SubscriptionBeat ours) {
        if (ours.isHeard() || ours.isRefused()) {
            missed = 0;
            beatsUntil = ground.now();
            return false;
        }
        missed++;
        return missed >= BEATS_MISSED && ground.now() - beatsUntil >= LEAST_SILENCE.toNanos();
    }

    private void compare(Set<String> topics, SubscriptionBeat ours) {
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
        // Also without a finding: one that came and went between two looks was in no list.
        ground.resubscribe(false);
        if (!silent.isEmpty()) {
            note(silent, Cause.ANOTHER_ENDED, ours);
        } else if (missed == 0 && unheard.get() == null) {
            soundAt = ground.now();
        }
        ours.send();
    }

    private void recover(Set<String> topics, SubscriptionBeat ours) {
        if (!ours.isHeard() && !probe.hears()) {
            ours.send();
            return;
        }
        ground.resubscribe(true);
        missed = 0;
        beatsUntil = ground.now();
        lost = false;
        note(topics, Cause.BROKER_LOST, ours);
        ours.send();
    }

    private void note(Set<String> silent, Cause cause, SubscriptionBeat ours) {
        log.warn(
                "Worker {}: subscriptions were silent for at most {} ms and are registered again, since {}: {}",
                worker.name(),
                sinceSound().toMillis(),
                cause == Cause.ANOTHER_ENDED ? "another one of the topic has ended" : "the engine's broker was lost",
                silent);
        SilentSubscriptions found = new SilentSubscriptions(silent, cause, sinceSound());
        unheard.accumulateAndGet(found, SubscriptionWatch::both);
        if (ours.isRefused()) {
            heard();
        }
    }

    private static @Nullable SilentSubscriptions both(
            @Nullable SilentSubscriptions before, @Nullable SilentSubscriptions now) {
        if (before == null || now == null) {
            return now;
        }
        Set<String> topics = new TreeSet<>(before.topics());
        topics.addAll(now.topics());
        return new SilentSubscriptions(topics, now.cause(), now.atMost());
    }

    /** The latest beat has come, which was sent after everything was registered again. */
    private void heard() {
        SilentSubscriptions silent = unheard.getAndSet(null);
        if (silent != null) {
            ground.tell(silent);
        }
    }

    private Duration sinceSound() {
        return Duration.ofNanos(ground.now() - soundAt);
    }

    /** The topic of each subscription that the engine has, by trigger id; {@code null} when it does not say. */
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
            if (!blind) {
                log.warn(
                        "Worker {}: the engine does not list its triggers ({}); that another subscription of a topic ends"
                                + " is not noticed",
                        worker.name(),
                        e.getMessage());
                blind = true;
            }
            return null;
        }
    }

    /** The topic that a subscription asks for; {@code null} when its configuration has none. */
    static @Nullable String topicOf(Json config) {
        Json topic = config.field("topic");
        return topic.text().startsWith("\"") ? topic.as(String.class) : null;
    }
}
