package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Registration;
import dev.iii.sdk.Standing;
import dev.iii.sdk.Worker;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandbyTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("fn");
    private final String topic = unique("topic");
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private Registration serve(Worker worker) {
        Registration registration = worker.registerFunction(function, (json, call) -> {
            seen.add(worker.name());
            return worker.name();
        });
        worker.registerTrigger(SubscribeTrigger.topic(topic), function);
        return registration;
    }

    @Test
    void theSecondTakesOverWhenTheFirstLeaves() throws Exception {
        Worker owner = engine.worker(Engine.options().standby(true).build());
        Registration first = serve(owner);
        Awaitility.await().until(() -> first.standing() == Standing.ACTIVE);
        Worker second = engine.worker(Engine.options().standby(true).build());
        Registration waiting = serve(second);
        Awaitility.await().until(() -> waiting.standing() == Standing.STANDBY);
        second.awaitReady(PATIENCE);
        assertThat(second.trigger(function, null, String.class)).isEqualTo(owner.name());
        seen.clear();
        // One subscription, not two: the one that stands by has not subscribed.
        owner.publish(topic, 1);
        assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(owner.name());
        owner.close();
        assertThat(first.standing()).isEqualTo(Standing.ENDED);
        Awaitility.await().until(() -> waiting.standing() == Standing.ACTIVE);
        assertThat(second.trigger(function, null, String.class)).isEqualTo(second.name());
        assertThat(seen).containsExactly(second.name());
        seen.clear();
        Awaitility.await().untilAsserted(() -> {
            second.publish(topic, 2);
            assertThat(seen.poll(100, TimeUnit.MILLISECONDS)).isEqualTo(second.name());
        });
    }
}
