package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.TriggerBinding;
import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.discovery.TriggerTypeInfo;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.TriggerRetry;
import dev.iii.sdk.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TriggerTypesTest {

    record Hook(String path) {}

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String type = unique("webhook");
    private final String function = unique("fn");

    private TriggerTypeDefinition<Hook> definition() {
        return TriggerTypeDefinition.of(type, "Calls on a path", Hook.class);
    }

    private Json next(BlockingQueue<Json> seen) throws InterruptedException {
        return Engine.notNull(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private static BlockingQueue<RegistrationRefusedException> refusalsOf(Worker worker) {
        BlockingQueue<RegistrationRefusedException> refusals = new LinkedBlockingQueue<>();
        worker.addListener(new WorkerListener() {
            @Override
            public void onRefused(Registration registration, RegistrationRefusedException refusal) {
                refusals.add(refusal);
            }
        });
        return refusals;
    }

    @Test
    void aBoundFunctionIsCalledWithItsMetadataWhenTheTypeFires() throws Exception {
        Worker provider = engine.worker();
        Worker user = engine.worker();
        BlockingQueue<Json> seen = new LinkedBlockingQueue<>();
        TriggerType<Hook> hooks = provider.registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        hooks.registration().awaitConfirmed(PATIENCE);
        user.registerFunction(function, (json, call) -> {
            seen.add(json);
            seen.add(call.metadata().orElse(Json.NULL));
            return "done";
        });
        Registration trigger = user.registerTrigger(
                new Trigger() {
                    @Override
                    public String type() {
                        return type;
                    }

                    @Override
                    public Object config() {
                        return new Hook("/a");
                    }

                    @Override
                    public Optional<Object> metadata() {
                        return Optional.of("m");
                    }
                },
                function);
        Awaitility.await().until(() -> hooks.bindings().size() == 1);
        TriggerBinding<Hook> binding = hooks.bindings().get(0);
        assertThat(binding.config()).contains(new Hook("/a"));
        assertThat(binding.functionId()).isEqualTo(function);
        assertThat(binding.id()).isEqualTo(trigger.id());
        hooks.fire(Map.of("n", 1));
        assertThat(next(seen).field("n").text()).isEqualTo("1");
        assertThat(next(seen).text()).isEqualTo("\"m\"");
        assertThat(binding.fireForResult(1)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .text())
                .isEqualTo("\"done\"");
        trigger.unregister();
        Awaitility.await().until(() -> hooks.bindings().isEmpty());
    }

    @Test
    void aBindingThatTheProviderRefusesReachesWhoAskedForIt() throws Exception {
        Worker provider = engine.worker();
        Worker user = engine.worker();
        provider.registerTriggerType(definition(), binding -> {
                    throw new IllegalArgumentException("path is taken");
                })
                .registration()
                .awaitConfirmed(PATIENCE);
        BlockingQueue<RegistrationRefusedException> refusals = refusalsOf(user);
        user.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        assertThat(refusals.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).hasMessageContaining("path is taken");
    }

    @Test
    void aTypeThatNobodyProvidesKeepsItsTriggersWaitingAndIsNotThere() {
        Worker worker = engine.worker();
        Registration waits = worker.registerTrigger(Trigger.of(type, Map.of()), function);
        waits.awaitConfirmed(PATIENCE);
        assertThat(waits.status()).isEqualTo(RegistrationStatus.INACTIVE);
        assertThat(worker.discovery().triggerType(type)).isEmpty();
    }

    @Test
    void oneFunctionThatCannotBeCalledKeepsNoOtherFromBeing() throws Exception {
        Worker provider = engine.worker(Engine.options()
                .limits(WorkerLimits.DEFAULT.withMessageBytes(1 << 20, 64 << 10))
                .build());
        TriggerType<Hook> hooks = provider.registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        Worker worker = engine.worker();
        BlockingQueue<Json> seen = new LinkedBlockingQueue<>();
        worker.registerFunction(function, (json, call) -> seen.add(json));
        for (int i = 0; i < 8; i++) {
            worker.registerTrigger(Trigger.of(type, new Hook("/small")), function);
            worker.registerTrigger(new Heavy(type, "m".repeat(60_000)), function);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> hooks.bindings().size() == 16);
        assertThatThrownBy(() -> hooks.fire("p".repeat(10_000))).isInstanceOf(InvalidPayloadException.class);
        for (int i = 0; i < 8; i++) {
            next(seen);
        }
    }

    private record Heavy(String type, Object data) implements Trigger {
        @Override
        public Object config() {
            return new Hook("/heavy");
        }

        @Override
        public Optional<Object> metadata() {
            return Optional.of(data);
        }
    }

    @Test
    void aTypeMayLiveInANamespaceThatTriggersName() throws Exception {
        Worker provider = engine.worker();
        String namespace = unique("types");
        TriggerType<Hook> hooks =
                provider.registerTriggerType(definition().namespace(namespace), TriggerTypeHandler.acceptAll());
        hooks.registration().awaitConfirmed(PATIENCE);
        Worker worker = engine.worker();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        worker.registerFunction(
                function,
                (json, call) -> seen.add(call.metadata().map(Json::text).orElse("")));
        worker.registerTrigger(hooks.trigger(new Hook("/a")).metadata("typed"), function);
        worker.registerTrigger(
                Trigger.of(type, new Hook("/b")).providedIn(namespace).metadata("named"), function);
        worker.registerTrigger(Trigger.of(type, new Hook("/c")).metadata("elsewhere"), function);
        Awaitility.await().atMost(PATIENCE).until(() -> hooks.bindings().size() == 2);
        hooks.fire(null);
        assertThat(List.of(
                        Engine.notNull(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)),
                        Engine.notNull(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))))
                .containsExactlyInAnyOrder("\"typed\"", "\"named\"");
    }

    @Test
    void ofTwoProvidersTheLaterHasTheTypeAndTheEarlierIsNotTold() {
        TriggerType<Hook> first = engine.worker().registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        first.registration().awaitConfirmed(PATIENCE);
        Worker worker = engine.worker();
        worker.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        Awaitility.await().atMost(PATIENCE).until(() -> first.bindings().size() == 1);
        Worker later = engine.worker();
        TriggerType<Hook> second = later.registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        Awaitility.await().atMost(PATIENCE).until(() -> second.bindings().size() == 1);
        assertThat(first.bindings()).hasSize(1);
        assertThat(first.registration().status()).isEqualTo(RegistrationStatus.ACTIVE);
        later.close();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> worker.discovery().triggerType(type).isEmpty());
    }

    @Test
    void aProviderMayRefuseWithACodeOfItsOwn() throws Exception {
        Worker provider = engine.worker();
        provider.registerTriggerType(definition(), binding -> {
                    throw new FunctionException("path_taken", "somebody else has it");
                })
                .registration()
                .awaitConfirmed(PATIENCE);
        Worker worker = engine.worker();
        BlockingQueue<RegistrationRefusedException> refusals = refusalsOf(worker);
        worker.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        RegistrationRefusedException refusal = Engine.notNull(refusals.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThat(refusal.code()).isEqualTo("path_taken");
        assertThat(refusal).hasMessageContaining("somebody else has it");
    }

    @Test
    void theSchemasOfATypeAreInferredAndSeenByAll() {
        Worker worker = engine.worker();
        worker.registerTriggerType(
                        TriggerTypeDefinition.of(type, "with schemas", new TypeRef<Map<String, Integer>>() {})
                                .inferConfigSchema()
                                .inferCallSchema(String.class),
                        TriggerTypeHandler.acceptAll())
                .registration()
                .awaitConfirmed(PATIENCE);
        TriggerTypeInfo info = worker.discovery().triggerType(type).orElseThrow();
        assertThat(info.configSchema())
                .hasValueSatisfying(schema -> assertThat(schema.text()).contains("integer"));
        assertThat(info.requestSchema())
                .hasValueSatisfying(schema -> assertThat(schema.text()).contains("string"));
    }

    @Test
    void aConfigurationThatWouldEndTheConnectionIsRefusedHere() {
        Worker worker = engine.worker();
        assertThatThrownBy(() -> worker.registerTrigger(Trigger.of("stream", Map.of("group_id", "g")), "fn"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stream_name");
        assertThatThrownBy(() -> worker.registerTrigger(Trigger.of("http", Map.of("api_path", "/a/*")), "fn"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot route");
        assertThat(worker.trigger("engine::baggage::get_all", Map.of()).text()).contains("baggage");
    }

    @Test
    void aConfigurationThatDoesNotFitIsRefused() throws Exception {
        Worker provider = engine.worker();
        Worker user = engine.worker();
        TriggerType<Hook> hooks = provider.registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        hooks.registration().awaitConfirmed(PATIENCE);
        BlockingQueue<RegistrationRefusedException> refusals = refusalsOf(user);
        user.registerTrigger(Trigger.of(type, Map.of("path", Map.of())), function);
        assertThat(refusals.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasMessageContaining("path: expected a string, was an object");
        assertThat(hooks.bindings()).isEmpty();
    }

    @Test
    void bindingsComeBackWhenTheProviderDoes() throws Exception {
        Worker user = engine.worker();
        BlockingQueue<Json> seen = new LinkedBlockingQueue<>();
        user.registerFunction(function, (json, call) -> seen.add(json));
        user.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        BlockingQueue<String> unbound = new LinkedBlockingQueue<>();
        for (int i = 0; i < 2; i++) {
            Worker provider = engine.worker();
            TriggerType<Hook> hooks = provider.registerTriggerType(definition(), new TriggerTypeHandler<>() {
                @Override
                public void onBind(TriggerBinding<Hook> binding) {}

                @Override
                public void onUnbind(TriggerBinding<Hook> binding) {
                    unbound.add(binding.id());
                }
            });
            Awaitility.await().until(() -> hooks.bindings().size() == 1);
            hooks.fire(i);
            assertThat(next(seen).text()).isEqualTo(String.valueOf(i));
            provider.close();
            assertThat(unbound.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aRefusedBindingIsOfferedAgainUntilTheProviderTakesIt() throws Exception {
        Worker provider = engine.worker();
        // A refusal that arrives after one more delay would count as the first of a new series.
        Worker user = engine.worker(Engine.options()
                        .triggerRetry(new TriggerRetry(50, Backoff.fixed(Duration.ofSeconds(2))))
                        .build())
                .awaitReady(PATIENCE);
        AtomicInteger offers = new AtomicInteger();
        TriggerType<Hook> hooks = provider.registerTriggerType(definition(), binding -> {
            if (offers.incrementAndGet() < 3) {
                throw new IllegalArgumentException("path is taken");
            }
        });
        hooks.registration().awaitConfirmed(PATIENCE);
        BlockingQueue<RegistrationRefusedException> refusals = refusalsOf(user);
        BlockingQueue<Json> seen = new LinkedBlockingQueue<>();
        user.registerFunction(function, (json, call) -> seen.add(json));
        Registration trigger = user.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        assertThat(refusals.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).hasMessageContaining("path is taken");
        // The trigger may be active between two refusals, if the provider takes its time.
        hooks.awaitBindings(1, PATIENCE);
        assertThat(offers).hasValue(3);
        Awaitility.await().atMost(PATIENCE).until(() -> trigger.status() == RegistrationStatus.ACTIVE);
        assertThat(trigger.refusal()).isEmpty();
        assertThat(refusals).isEmpty();
        hooks.fire("now");
        assertThat(next(seen).text()).isEqualTo("\"now\"");
    }

    @Test
    void aRefusalIsToldWhileItLasts() {
        Worker provider = engine.worker();
        Worker user = engine.worker(
                        Engine.options().triggerRetry(TriggerRetry.NEVER).build())
                .awaitReady(PATIENCE);
        provider.registerTriggerType(definition(), binding -> {
                    throw new IllegalArgumentException("path is taken");
                })
                .registration()
                .awaitConfirmed(PATIENCE);
        Registration trigger = user.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        Awaitility.await().atMost(PATIENCE).until(() -> trigger.status() == RegistrationStatus.REFUSED);
        assertThat(trigger.refusal().orElseThrow()).hasMessageContaining("path is taken");
    }
}
