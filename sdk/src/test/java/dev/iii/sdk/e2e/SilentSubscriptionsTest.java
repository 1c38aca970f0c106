package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Registration;
import dev.iii.sdk.SilentSubscriptions;
import dev.iii.sdk.SilentSubscriptions.Cause;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.discovery.DiscoveryFilter;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.stub.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Subscriptions fall silent without a word: when another one of their topic ends, which is what the real engine's local
 * adapter does and the stub on demand, and when the engine's broker was restarted.
 */
class SilentSubscriptionsTest {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String topic = unique("topic");
    private final Set<Integer> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<SilentSubscriptions> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forgetful() {
        engine.faults().ifPresent(Faults::silenceSubscriptionsWhenOneEnds);
    }

    @AfterEach
    void healed() {
        engine.faults().ifPresent(Faults::heal);
    }

    private Worker worker(WorkerOptions options) {
        Worker worker = engine.worker(options).awaitReady(PATIENCE);
        worker.addListener(new WorkerListener() {
            @Override
            public void onSilentSubscriptions(SilentSubscriptions silent) {
                told.add(silent);
            }
        });
        return worker;
    }

    private Worker watching() {
        return worker(Engine.options().watchSubscriptions(INTERVAL).build());
    }

    private Registration subscribe(Worker worker, String to) {
        String function = unique("fn");
        worker.registerFunction(function, Integer.class, (n, call) -> seen.add(n));
        return worker.registerTrigger(SubscribeTrigger.topic(to), function).awaitConfirmed(PATIENCE);
    }

    private Worker another() {
        Worker other = engine.worker();
        String function = unique("fn");
        other.registerFunction(function, (json, call) -> null);
        other.registerTrigger(SubscribeTrigger.topic(topic), function).awaitConfirmed(PATIENCE);
        return other;
    }

    private void leaves(Worker other) {
        String id = other.id().orElseThrow();
        other.close();
        Awaitility.await("the other worker is gone")
                .atMost(PATIENCE)
                .until(() -> engine.worker().discovery().workers().stream()
                        .noneMatch(worker -> worker.id().equals(id)));
    }

    /** Whether a message that is published now is received; one on another topic that comes later says when not. */
    private boolean isHeard(Worker worker) {
        int n = sent.incrementAndGet();
        int end = -n;
        String function = unique("fn");
        worker.registerFunction(function, Integer.class, (m, call) -> seen.add(m));
        worker.registerTrigger(SubscribeTrigger.topic(function), function).awaitConfirmed(PATIENCE);
        worker.publish(topic, n);
        worker.publish(function, end);
        Awaitility.await().atMost(PATIENCE).until(() -> seen.contains(end));
        return seen.contains(n);
    }

    private void awaitHeard(Worker worker) {
        Awaitility.await("heard").atMost(PATIENCE).until(() -> isHeard(worker));
    }

    /** Waits until the watch has looked: its list is older than what it looks at next. */
    private void awaitLook(Worker worker) {
        String beat = "iii.sdk.beat.";
        Awaitility.await("the watch has a beat")
                .atMost(PATIENCE)
                .until(() ->
                        worker
                                .discovery()
                                .triggers(DiscoveryFilter.all()
                                        .triggerType("subscribe")
                                        .includeInternal())
                                .stream()
                                .anyMatch(trigger -> trigger.workerName().equals(worker.name())
                                        && trigger.config().text().contains(beat)));
    }

    @Test
    void whenAnotherWorkerLeavesItIsNoticedAndHeardAgain() {
        Worker worker = watching();
        subscribe(worker, topic);
        subscribe(worker, unique("bystander"));
        Awaitility.await("noticed").atMost(PATIENCE).until(() -> {
            Worker other = another();
            awaitLook(worker);
            leaves(other);
            awaitHeard(worker);
            return !told.isEmpty();
        });
        assertThat(told).allSatisfy(silent -> {
            assertThat(silent.topics()).containsExactly(topic);
            assertThat(silent.cause()).isEqualTo(Cause.ANOTHER_ENDED);
            assertThat(silent.atMost()).isPositive();
        });
    }

    @Test
    void whenOneOfItsOwnEndsTheOthersAreHeardAgain() {
        Worker worker = watching();
        subscribe(worker, topic);
        Awaitility.await("noticed").atMost(PATIENCE).until(() -> {
            Registration second = subscribe(worker, topic);
            awaitLook(worker);
            second.unregister();
            awaitHeard(worker);
            return told.stream()
                    .anyMatch(silent -> silent.topics().equals(Set.of(topic)) && silent.cause() == Cause.ANOTHER_ENDED);
        });
    }

    @Test
    void whenTheBrokerWasLostEverythingIsSubscribedAnew() {
        engine.onlyOnTheStub("it has a broker that can be lost");
        Worker worker = watching();
        String second = unique("topic");
        subscribe(worker, topic);
        subscribe(worker, second);
        awaitLook(worker);
        engine.faults().orElseThrow().loseBroker();
        assertThat(isHeard(worker)).isFalse();
        Awaitility.await("noticed")
                .atMost(PATIENCE)
                .until(() -> told.stream().anyMatch(silent -> silent.cause() == Cause.BROKER_LOST));
        assertThat(told).first().satisfies(silent -> assertThat(silent.topics()).contains(topic, second));
        assertThat(isHeard(worker)).isTrue();
        assertThat(engine.worker().discovery().workers())
                .noneMatch(found -> found.name().orElse("").startsWith(worker.name() + "-probe"));
    }

    @Test
    void withoutAWatchItStaysSilent() {
        Worker worker = worker(Engine.options().build());
        subscribe(worker, topic);
        awaitHeard(worker);
        leaves(another());
        int before = sent.get();
        for (int i = 0; i < 5; i++) {
            assertThat(isHeard(worker)).isFalse();
        }
        assertThat(seen).noneMatch(n -> n > before);
        assertThat(told).isEmpty();
    }
}
