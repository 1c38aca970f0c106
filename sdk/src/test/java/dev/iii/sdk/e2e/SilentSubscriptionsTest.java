package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two workers subscribe to one topic and one leaves: on the real engine the other one hears nothing any more. */
class SilentSubscriptionsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String topic = unique("topic");
    private final Set<Integer> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sent = new AtomicInteger();

    private Worker subscriber(Duration renewal) {
        Worker worker = engine.worker(
                        Engine.options().renewSubscriptions(renewal).build())
                .awaitReady(PATIENCE);
        String function = unique("fn");
        worker.registerFunction(function, Integer.class, (n, call) -> seen.add(n));
        worker.registerTrigger(SubscribeTrigger.topic(topic), function).awaitConfirmed(PATIENCE);
        return worker;
    }

    private void anotherOneLeaves() {
        Worker other = engine.worker();
        String function = unique("fn");
        other.registerFunction(function, (json, call) -> null);
        other.registerTrigger(SubscribeTrigger.topic(topic), function).awaitConfirmed(PATIENCE);
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

    @Test
    void aSubscriptionThatFellSilentIsHeardAgainWhenItIsRenewed() {
        Worker worker = subscriber(Duration.ofSeconds(1));
        Awaitility.await().atMost(PATIENCE).until(() -> isHeard(worker));
        anotherOneLeaves();
        Awaitility.await("heard again").atMost(PATIENCE).until(() -> isHeard(worker));
    }

    @Test
    void withoutRenewalItStaysSilent() {
        engine.onlyOnARealEngine("it keeps the other subscriptions of a topic");
        Worker worker = subscriber(Duration.ofHours(1));
        Awaitility.await().atMost(PATIENCE).until(() -> isHeard(worker));
        anotherOneLeaves();
        int before = sent.get();
        for (int i = 0; i < 5; i++) {
            assertThat(isHeard(worker)).isFalse();
        }
        assertThat(seen).noneMatch(n -> n > before);
    }
}
