package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.error.UpdateException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.Lookup;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.trigger.StateEvent;
import dev.iii.sdk.trigger.StateTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.sdk.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StateAndTriggersTest {

    record Item(String sku, int stock) {}

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String scope = unique("scope");
    private final String function = unique("fn");

    @Test
    void valuesAreSetReadListedAndDeleted() {
        Worker worker = engine.worker();
        assertThat(worker.state().get(scope, "a", Item.class)).isEmpty();
        StateChange first = worker.state().set(scope, "a", new Item("A", 1));
        assertThat(first.oldValue().isNull()).isTrue();
        StateChange second = worker.state().set(scope, "a", new Item("A", 2));
        assertThat(second.oldValue().as(Item.class)).isEqualTo(new Item("A", 1));
        worker.state().set(scope, "b", new Item("B", 3));
        assertThat(worker.state().get(scope, "a", Item.class)).contains(new Item("A", 2));
        assertThat(worker.state().list(scope, Item.class))
                .containsExactlyInAnyOrder(new Item("A", 2), new Item("B", 3));
        assertThat(worker.state().scopes()).contains(scope);
        assertThat(worker.state().delete(scope, "a").map(Json::text)).contains("{\"sku\":\"A\",\"stock\":2}");
        assertThat(worker.state().delete(scope, "a")).isEmpty();
        assertThat(worker.state().list(unique("empty"), Item.class)).isEmpty();
    }

    @Test
    void anUpdateIsAtomicAndTellsWhatHadNoEffect() {
        Worker worker = engine.worker();
        worker.state().set(scope, "a", Map.of("stock", 5, "tags", List.of("x")));
        StateChange change = worker.state()
                .update(
                        scope,
                        "a",
                        StateUpdate.create()
                                .decrement("stock", 2)
                                .append("tags", "y")
                                .set("name", null)
                                .merge(Map.of("colour", "red"))
                                .merge(List.of("size", "cm"), Map.of("w", 1))
                                .append("stock", 1)
                                .remove("colour"));
        assertThat(change.newValue().field("stock").text()).isEqualTo("3");
        assertThat(change.newValue().field("tags").text()).isEqualTo("[\"x\",\"y\"]");
        assertThat(change.newValue().field("size").text()).isEqualTo("{\"cm\":{\"w\":1}}");
        assertThat(change.newValue().fields()).doesNotContainKey("colour");
        assertThat(change.errors()).hasSize(1);
        assertThat(change.errors().get(0).operation()).isEqualTo(5);
        assertThat(change.errors().get(0).code()).isEqualTo("append.type_mismatch");
    }

    @Test
    void aStateTriggerFiresWithOldAndNewValue() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<Json> events = new LinkedBlockingQueue<>();
        worker.registerFunction(function, (json, call) -> {
            events.add(Json.object(
                    Map.of("event", json, "metadata", call.metadata().orElse(Json.NULL))));
            return null;
        });
        worker.registerTrigger(StateTrigger.scope(scope).key("a").metadata("m"), function)
                .awaitConfirmed(PATIENCE);
        worker.state().set(scope, "b", 1);
        worker.state().set(scope, "a", 2);
        Json event = Engine.notNull(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThat(event.field("event").field("key").text()).isEqualTo("\"a\"");
        assertThat(event.field("event").field("new_value").text()).isEqualTo("2");
        assertThat(event.field("metadata").text()).isEqualTo("\"m\"");
    }

    @Test
    void aMessageReachesEverySubscriber() throws Exception {
        Worker one = engine.worker();
        Worker two = engine.worker();
        String topic = unique("topic");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        for (Worker worker : List.of(one, two)) {
            String id = unique("subscriber");
            worker.registerFunction(id, Item.class, (item, call) -> seen.add(worker.name() + item.sku()));
            worker.registerTrigger(SubscribeTrigger.topic(topic), id).awaitConfirmed(PATIENCE);
        }
        one.publish(topic, new Item("A", 1));
        assertThat(List.of(
                        Engine.notNull(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)),
                        Engine.notNull(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))))
                .containsExactlyInAnyOrder(one.name() + "A", two.name() + "A");
        one.publishAsync(topic, new Item("B", 1)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).endsWith("B");
    }

    @Test
    void aRenewedSubscriptionGetsEveryMessageOnce() throws Exception {
        Worker worker = engine.worker(Engine.options()
                        .watchSubscriptions(Duration.ofMillis(5))
                        .build())
                .awaitReady(PATIENCE);
        String topic = unique("topic");
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        worker.registerFunction(function, Integer.class, (n, call) -> seen.add(n));
        worker.registerTrigger(SubscribeTrigger.topic(topic), function).awaitConfirmed(PATIENCE);
        for (int i = 0; i < 500; i++) {
            worker.publish(topic, i);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> seen.size() >= 500);
        worker.publish(topic, -1);
        Awaitility.await().atMost(PATIENCE).until(() -> seen.contains(-1));
        assertThat(seen).hasSize(501).doesNotHaveDuplicates();
    }

    @Test
    void theEventOfAStateTriggerHasTypedValues() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<StateEvent<Item>> events = new LinkedBlockingQueue<>();
        worker.registerFunction(function, StateEvent.of(Item.class), (event, call) -> events.add(event));
        worker.registerTrigger(StateTrigger.scope(scope), function).awaitConfirmed(PATIENCE);
        worker.state().set(scope, "a", new Item("A", 1));
        assertThat(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(new StateEvent<>(
                        StateEvent.Kind.CREATED, scope, "a", Optional.empty(), Optional.of(new Item("A", 1))));
    }

    @Test
    void aStoredNullIsToldFromNone() {
        Worker worker = engine.worker();
        assertThat(worker.state().find(scope, "a", Item.class).exists()).isFalse();
        worker.state().set(scope, "a", null);
        assertThat(worker.state().find(scope, "a", Item.class)).isEqualTo(new Lookup<>(true, Optional.empty()));
        assertThat(worker.state().get(scope, "a", Item.class)).isEmpty();
    }

    @Test
    void operationsWithoutEffectBecomeAnExceptionWhenAskedFor() {
        Worker worker = engine.worker();
        worker.state().set(scope, "a", Map.of("n", "text"));
        StateChange change = worker.state()
                .update(scope, "a", StateUpdate.create().increment("n", 1).set("m", 2));
        assertThatThrownBy(change::orThrow)
                .isInstanceOfSatisfying(
                        UpdateException.class,
                        e -> assertThat(e.errors().get(0).code()).isEqualTo("increment.not_number"));
        assertThat(worker.state()
                        .get(scope, "a", Json.class)
                        .orElseThrow()
                        .field("m")
                        .text())
                .isEqualTo("2");
    }

    @Test
    void anUnregisteredTriggerIsSilent() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        String topic = unique("topic");
        worker.registerFunction(function, String.class, (text, call) -> seen.add(text));
        Registration first = worker.registerTrigger(SubscribeTrigger.topic(topic), function);
        worker.registerTrigger(SubscribeTrigger.topic(topic + "-end"), function).awaitConfirmed(PATIENCE);
        worker.publish(topic, "1");
        assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("1");
        first.unregister();
        worker.publish(topic, "2");
        worker.publish(topic + "-end", "end");
        assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("end");
    }

    @Test
    void otherSubscriptionsOfATopicGoOnWhenOneEnds() throws Exception {
        engine.onlyOnTheStub("on the real engine all subscriptions of a topic stop when one of them ends");
        Worker worker = engine.worker();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        String topic = unique("topic");
        worker.registerFunction(function, String.class, (text, call) -> seen.add(text));
        Registration first = worker.registerTrigger(SubscribeTrigger.topic(topic), function);
        worker.registerTrigger(SubscribeTrigger.topic(topic), function).awaitConfirmed(PATIENCE);
        first.awaitConfirmed(PATIENCE).unregister();
        worker.publish(topic, "1");
        worker.publish(topic, "2");
        assertThat(List.of(
                        Engine.notNull(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)),
                        Engine.notNull(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))))
                .containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void aTriggerThatTheEngineRefusesReachesTheCode() {
        Worker worker = engine.worker();
        Registration refused = worker.registerTrigger(Trigger.of("state", Map.of("scope", 5)), function);
        assertThatThrownBy(() -> refused.awaitConfirmed(PATIENCE))
                .isInstanceOfSatisfying(
                        RegistrationRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo("trigger_registration_failed"));
    }

    @Test
    void theEnginesOwnErrorsKeepTheirCodes() {
        Worker worker = engine.worker();
        assertThatThrownBy(() -> worker.trigger("state::get", Map.of("scope", 1)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("deserialization_error"));
        assertThatThrownBy(() -> worker.trigger("publish", Map.of("topic", "", "data", 1)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("topic_not_set"));
    }

    @Test
    void aWorkerInANamespaceReachesTheEnginesFunctionsAndItsOwn() {
        Worker worker = engine.worker(Engine.options().namespace(unique("ns")).build());
        worker.registerFunction(function, (json, call) -> 1);
        assertThat(worker.trigger(function, null).text()).isEqualTo("1");
        worker.state().set(scope, "a", 1);
        assertThat(worker.state().get(scope, "a", Integer.class)).contains(1);
        Worker outside = engine.worker();
        assertThatThrownBy(() -> outside.trigger(function, null)).hasMessageContaining("It is registered in namespace");
        assertThat(outside.trigger(dev.iii.sdk.call.Call.to(function, null)
                                .namespace(worker.namespace().orElseThrow()))
                        .text())
                .isEqualTo("1");
    }
}
