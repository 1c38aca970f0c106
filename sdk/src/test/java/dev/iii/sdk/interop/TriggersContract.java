package dev.iii.sdk.interop;

import static dev.iii.sdk.interop.Interop.PATIENCE;
import static dev.iii.sdk.interop.Interop.next;
import static dev.iii.sdk.interop.Interop.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.CronTrigger;
import dev.iii.sdk.trigger.DurableSubscriberTrigger;
import dev.iii.sdk.trigger.FunctionsAvailableTrigger;
import dev.iii.sdk.trigger.StateTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.sdk.trigger.Trigger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Triggers that an official client binds, and trigger types that one side provides and the other one uses. */
interface TriggersContract {

    record Hook(String path) {}

    Interop interop();

    /** Binds a function of the client, which passes on what it is called with. */
    private String bind(Trigger trigger, String to) {
        return interop()
                .ask(
                        "on",
                        Map.of(
                                "type", trigger.type(),
                                "config", trigger.config(),
                                "metadata", Map.of("bound", "by the client"),
                                "to", to),
                        String.class);
    }

    /** What the client was called with; topics, alone of all, do not pass on the metadata of a trigger. */
    private static Json event(BlockingQueue<Json> seen) throws InterruptedException {
        Json call = next(seen);
        assertThat(call.field("metadata").text()).isEqualTo("{\"bound\":\"by the client\"}");
        return call.field("event");
    }

    @Test
    default void theClientSubscribesToWhatJavaPublishesUntilItLeaves() throws Exception {
        String topic = unique("topic");
        BlockingQueue<Json> left = interop().listen(topic + "-left");
        BlockingQueue<Json> kept = interop().listen(topic + "-kept");
        String id = bind(SubscribeTrigger.topic(topic), topic + "-left");
        interop().java().publish(topic, Map.of("n", 1));
        assertThat(next(left).field("event").text()).isEqualTo("{\"n\":1}");
        interop().ask("off", Map.of("id", id));
        bind(SubscribeTrigger.topic(topic), topic + "-kept");
        interop().java().publish(topic, Map.of("n", 2));
        assertThat(next(kept).field("event").text()).isEqualTo("{\"n\":2}");
        assertThat(left).isEmpty();
    }

    @Test
    default void javaSubscribesToWhatTheClientPublishes() throws Exception {
        String topic = unique("topic");
        BlockingQueue<Json> seen = interop().listen(topic + "-seen");
        interop()
                .java()
                .registerTrigger(SubscribeTrigger.topic(topic), topic + "-seen")
                .awaitConfirmed(PATIENCE);
        assertThat(interop()
                        .peerCalls("publish", Map.of("topic", topic, "data", "from the client"))
                        .fields())
                .doesNotContainKey("error");
        assertThat(next(seen).text()).isEqualTo("\"from the client\"");
    }

    @Test
    default void theClientIsASubscriberOfADurableTopic() throws Exception {
        String topic = unique("durable");
        BlockingQueue<Json> seen = interop().listen(topic + "-seen");
        bind(DurableSubscriberTrigger.topic(topic), topic + "-seen");
        interop().java().queues().publish(topic, Map.of("n", 1));
        assertThat(next(seen).field("event").text()).isEqualTo("{\"n\":1}");
    }

    @Test
    default void theClientSeesChangesOfState() throws Exception {
        String scope = unique("scope");
        BlockingQueue<Json> seen = interop().listen(scope + "-seen");
        bind(StateTrigger.scope(scope), scope + "-seen");
        interop().java().state().set(scope, "k", Map.of("n", 1));
        Json event = event(seen);
        assertThat(event.field("key").text()).isEqualTo("\"k\"");
        assertThat(event.field("new_value").text()).isEqualTo("{\"n\":1}");
        assertThat(interop()
                        .peerCalls("state::get", Map.of("scope", scope, "key", "k"))
                        .field("result")
                        .text())
                .isEqualTo("{\"n\":1}");
    }

    @Test
    default void theClientIsCalledByTheClock() throws Exception {
        String function = unique("tick");
        BlockingQueue<Json> seen = interop().listen(function);
        String id = bind(CronTrigger.expression("* * * * * *"), function);
        assertThat(event(seen).field("scheduled_time").text()).isNotEmpty();
        interop().ask("off", Map.of("id", id));
    }

    @Test
    default void theClientSeesFunctionsComeAndGo() throws Exception {
        String function = unique("available");
        BlockingQueue<Json> seen = interop().listen(function);
        String id = bind(FunctionsAvailableTrigger.any(), function);
        interop().java().registerFunction(function + "-new", (json, call) -> null);
        while (!event(seen).text().contains(function + "-new")) {
            // Other functions come and go too.
        }
        interop().ask("off", Map.of("id", id));
    }

    @Test
    default void theClientUsesATriggerTypeOfJava() throws Exception {
        String type = unique("webhook");
        BlockingQueue<Json> seen = interop().listen(type + "-seen");
        TriggerType<Hook> hooks = interop()
                .java()
                .registerTriggerType(
                        TriggerTypeDefinition.of(type, "Calls on a path", Hook.class), TriggerTypeHandler.acceptAll());
        hooks.registration().awaitConfirmed(PATIENCE);
        String id = bind(Trigger.of(type, new Hook("/a")), type + "-seen");
        Awaitility.await().atMost(PATIENCE).until(() -> hooks.bindings().size() == 1);
        assertThat(hooks.bindings().get(0).config()).contains(new Hook("/a"));
        assertThat(hooks.bindings().get(0).functionId()).isEqualTo(id);
        hooks.fire(Map.of("n", 1));
        assertThat(event(seen).field("n").text()).isEqualTo("1");
        interop().ask("off", Map.of("id", id));
        Awaitility.await().atMost(PATIENCE).until(() -> hooks.bindings().isEmpty());
    }

    @Test
    default void javaUsesATriggerTypeOfTheClient() throws Exception {
        String type = unique("bell");
        BlockingQueue<Json> seen = new LinkedBlockingQueue<>();
        Worker worker = interop().java();
        worker.registerFunction(type + "-seen", (json, call) -> seen.add(json)).awaitConfirmed(PATIENCE);
        interop().ask("provide", Map.of("type", type));
        Registration trigger = worker.registerTrigger(Trigger.of(type, new Hook("/a")), type + "-seen");
        trigger.awaitConfirmed(PATIENCE);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> interop().ask("bindings", Map.of("type", type)).equals(Json.of(List.of(type + "-seen"))));
        interop().ask("fire", Map.of("type", type, "payload", Map.of("n", 1)));
        assertThat(next(seen).field("n").text()).isEqualTo("1");
        trigger.unregister();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> interop()
                        .ask("bindings", Map.of("type", type))
                        .elements()
                        .isEmpty());
    }

    @Test
    default void whatTheClientRefusesIsSeenByJava() {
        String type = unique("bell");
        interop().ask("provide", Map.of("type", type));
        Registration trigger =
                interop().java().registerTrigger(Trigger.of(type, Map.of("refuse", "the path is taken")), "peer::echo");
        Awaitility.await().atMost(PATIENCE).until(() -> trigger.status() == RegistrationStatus.REFUSED);
        assertThat(trigger.refusal().orElseThrow()).hasMessageContaining("the path is taken");
        trigger.unregister();
    }
}
