package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.TriggerBinding;
import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.trigger.CronTrigger;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.StateTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.sdk.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What {@code awaitConfirmed} of a trigger and its status say. */
class ConfirmedTriggersTest {

    record Hook(String path) {}

    @RegisterExtension
    static final Engine engine = new Engine();

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(Worker.class);

    private final String type = unique("webhook");
    private final String function = unique("fn");
    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void listen() {
        appender.list = lines;
        appender.start();
        LOG.addAppender(appender);
        LOG.setLevel(Level.WARN);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(appender);
        LOG.setLevel(null);
    }

    /** The log is written after the status has changed. */
    private void awaitWarning(Registration registration, String... parts) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(warnings(registration))
                        .singleElement()
                        .asString()
                        .contains(parts));
    }

    private List<String> warnings(Registration registration) {
        return lines.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(registration.id()) && line.contains("is registered, but"))
                .toList();
    }

    private TriggerTypeDefinition<Hook> definition() {
        return TriggerTypeDefinition.of(type, "Calls on a path", Hook.class);
    }

    private static void awaitStatus(Registration registration, RegistrationStatus status) {
        Awaitility.await().atMost(PATIENCE).until(() -> registration.status() == status);
    }

    // ---------------------------------------------------------------- the provider of the type

    @Test
    void aRefusalByTheProviderOfTheTypeFailsTheConfirmation() throws Exception {
        try (FakeEngine fake = new FakeEngine()
                .answering(
                        "engine::triggers::list",
                        "{\"triggers\":[{\"id\":\"hook\",\"namespace\":\"default\",\"worker_name\":\"p\"}]}")) {
            Worker worker = engine.worker(fake.url(), Engine.options().build());
            FakeEngine.Peer peer = fake.accept();
            Registration trigger = worker.registerTrigger(Trigger.of("hook", 1), "fn");
            RegisterTrigger frame = peer.next(RegisterTrigger.class);
            InvokeFunction question;
            do {
                question = peer.next(InvokeFunction.class);
            } while (!question.functionId().equals("engine::triggers::list"));
            // The engine has confirmed everything by now; the answer of the provider takes longer.
            peer.send(new TriggerRegistrationResult(
                    frame.id(), frame.triggerType(), frame.functionId(), new ErrorBody("path_taken", "no")));
            assertThatThrownBy(() -> trigger.awaitConfirmed(PATIENCE))
                    .isInstanceOf(RegistrationRefusedException.class)
                    .hasMessageContaining("path_taken");
            worker.close();
        }
    }

    @Test
    void afterTheConfirmationTheProviderHasTheBinding() {
        Worker provider = engine.worker();
        Worker user = engine.worker();
        user.registerFunction(function, (json, call) -> null);
        TriggerType<Hook> hooks = provider.registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        hooks.registration().awaitConfirmed(PATIENCE);
        List<Registration> triggers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            triggers.add(user.registerTrigger(Trigger.of(type, new Hook("/" + i)), function));
        }
        for (Registration trigger : triggers) {
            trigger.awaitConfirmed(PATIENCE);
            assertThat(hooks.bindings()).extracting(TriggerBinding::id).contains(trigger.id());
            assertThat(trigger.status()).isEqualTo(RegistrationStatus.ACTIVE);
        }
    }

    @Test
    void aProviderThatLeavesIsNoticedAndItsReturnToo() {
        Worker provider = engine.worker();
        Worker user = engine.worker();
        user.registerFunction(function, (json, call) -> null);
        provider.registerTriggerType(definition(), TriggerTypeHandler.acceptAll())
                .registration()
                .awaitConfirmed(PATIENCE);
        Registration trigger = user.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        awaitStatus(trigger, RegistrationStatus.ACTIVE);
        provider.close();
        awaitStatus(trigger, RegistrationStatus.INACTIVE);
        assertThat(trigger.problem().orElseThrow()).contains(type);
        awaitWarning(trigger, type);
        engine.worker().registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        awaitStatus(trigger, RegistrationStatus.ACTIVE);
        assertThat(trigger.problem()).isEmpty();
    }

    @Test
    void aFunctionOfAnotherWorkerThatLeavesIsNoticed() {
        Worker owner = engine.worker();
        Worker user = engine.worker();
        owner.registerFunction(function, (json, call) -> null).awaitConfirmed(PATIENCE);
        Registration trigger = user.registerTrigger(SubscribeTrigger.topic(unique("topic")), function);
        awaitStatus(trigger, RegistrationStatus.ACTIVE);
        owner.close();
        awaitStatus(trigger, RegistrationStatus.INACTIVE);
        assertThat(trigger.problem().orElseThrow()).contains(function);
    }

    @Test
    void aWorkerIsReadyWithoutTheAnswerOfAnotherWorker() {
        Worker provider = engine.worker();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        TriggerType<Hook> hooks = provider.registerTriggerType(definition(), binding -> answer.join());
        hooks.registration().awaitConfirmed(PATIENCE);
        Worker user = engine.worker(Engine.options().build());
        user.registerFunction(function, (json, call) -> null);
        user.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        user.awaitReady(PATIENCE);
        assertThat(hooks.bindings()).isEmpty();
        answer.complete(null);
    }

    @Test
    void theProviderAwaitsItsBindings() {
        Worker provider = engine.worker();
        Worker user = engine.worker();
        user.registerFunction(function, (json, call) -> null);
        TriggerType<Hook> hooks = provider.registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        Registration first = user.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        assertThat(hooks.awaitBindings(1, PATIENCE))
                .extracting(TriggerBinding::id)
                .containsExactly(first.id());
        user.registerTrigger(Trigger.of(type, new Hook("/b")), function);
        assertThat(hooks.awaitBindings(2, PATIENCE)).hasSize(2);
        assertThatThrownBy(() -> hooks.awaitBindings(3, Duration.ofMillis(20)))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessage("the trigger type " + type + " has 2 of 3 bindings within 20 ms");
        assertThatThrownBy(() -> hooks.awaitBindings(0, PATIENCE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closingTheProviderEndsTheWaitForBindings() throws Exception {
        Worker provider = engine.worker();
        TriggerType<Hook> hooks = provider.registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        CompletableFuture<List<TriggerBinding<Hook>>> waiting =
                CompletableFuture.supplyAsync(() -> hooks.awaitBindings(1, PATIENCE));
        provider.close();
        assertThatThrownBy(() -> waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(WorkerClosedException.class);
    }

    // ---------------------------------------------------------------- triggers without an effect

    @Test
    void aMisspeltTypeIsToldInTheLogAndInTheStatus() {
        Worker user = engine.worker();
        user.registerFunction(function, (json, call) -> null);
        Registration trigger = user.registerTrigger(Trigger.of(type, new Hook("/a")), function);
        trigger.awaitConfirmed(PATIENCE);
        String problem = "no worker provides the trigger type " + type + " in namespace default";
        assertThat(trigger.status()).isEqualTo(RegistrationStatus.INACTIVE);
        assertThat(trigger.problem()).hasValue(problem);
        awaitWarning(trigger, problem, function, "it has no effect");
        Worker provider = engine.worker();
        provider.registerTriggerType(definition(), TriggerTypeHandler.acceptAll());
        awaitStatus(trigger, RegistrationStatus.ACTIVE);
        assertThat(trigger.problem()).isEmpty();
    }

    @Test
    void aFunctionThatDoesNotExistIsToldInTheLogAndInTheStatus() {
        Worker user = engine.worker();
        Registration trigger = user.registerTrigger(CronTrigger.expression("0 0 0 1 1 *"), function);
        trigger.awaitConfirmed(PATIENCE);
        String problem = "the function " + function + " does not exist in namespace default";
        assertThat(trigger.status()).isEqualTo(RegistrationStatus.INACTIVE);
        assertThat(trigger.problem()).hasValue(problem);
        awaitWarning(trigger, problem, "cron", "it has no effect");
        engine.worker().registerFunction(function, (json, call) -> null);
        awaitStatus(trigger, RegistrationStatus.ACTIVE);
        assertThat(trigger.problem()).isEmpty();
    }

    @Test
    void aRouteThatThisWorkerHasRegisteredTwiceIsToldOfBoth() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> null);
        String path = unique("route");
        Registration first = worker.registerTrigger(HttpTrigger.get("/" + path), function);
        first.awaitConfirmed(PATIENCE);
        assertThat(first.problem()).isEmpty();
        Registration second = worker.registerTrigger(HttpTrigger.get(path), function);
        second.awaitConfirmed(PATIENCE);
        assertThat(second.status()).isEqualTo(RegistrationStatus.ACTIVE);
        assertThat(second.problem().orElseThrow()).contains("GET /" + path, first.id());
        assertThat(first.status()).isEqualTo(RegistrationStatus.INACTIVE);
        assertThat(first.problem().orElseThrow()).contains("GET /" + path, second.id());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> warnings(first).size() == 2 && warnings(second).size() == 2);
        Worker third = engine.worker();
        String own = unique("own");
        third.registerFunction(own, (json, call) -> null);
        Registration last = third.registerTrigger(HttpTrigger.get("/" + path), own);
        last.awaitConfirmed(PATIENCE);
        assertThat(last.problem().orElseThrow()).contains("GET /" + path, first.id(), second.id(), worker.name());
        worker.registerTrigger(HttpTrigger.post("/" + path), function).awaitConfirmed(PATIENCE);
        assertThat(second.status()).isEqualTo(RegistrationStatus.ACTIVE);
    }

    @Test
    void aRouteOfAnotherWorkerIsTold() {
        Worker other = engine.worker();
        other.registerFunction(function, (json, call) -> null);
        String path = unique("route");
        Registration theirs = other.registerTrigger(HttpTrigger.get("/" + path), function);
        theirs.awaitConfirmed(PATIENCE);
        Worker worker = engine.worker();
        String own = unique("own");
        worker.registerFunction(own, (json, call) -> null);
        Registration trigger = worker.registerTrigger(HttpTrigger.get("/" + path), own);
        trigger.awaitConfirmed(PATIENCE);
        assertThat(trigger.status()).isEqualTo(RegistrationStatus.ACTIVE);
        assertThat(trigger.problem().orElseThrow()).contains("GET /" + path, theirs.id(), function, other.name());
        awaitWarning(trigger, theirs.id());
    }

    @Test
    void triggersThatHaveAnEffectAreActive() {
        Worker other = engine.worker(Engine.options().namespace(unique("space")).build());
        String theirs = unique("theirs");
        other.registerFunction(theirs, (json, call) -> null);
        other.awaitReady(PATIENCE);
        Worker worker = engine.worker(Engine.options().build());
        worker.registerFunction(function, (json, call) -> null);
        List<Registration> triggers = List.of(
                worker.registerTrigger(CronTrigger.expression("0 0 0 1 1 *"), function),
                worker.registerTrigger(SubscribeTrigger.topic(unique("topic")), function),
                worker.registerTrigger(StateTrigger.scope(unique("scope")), "state::get"),
                worker.registerTrigger(
                        Trigger.of("engine::workers-available", Map.of())
                                .callIn(other.namespace().orElseThrow()),
                        theirs));
        for (Registration trigger : triggers) {
            trigger.awaitConfirmed(PATIENCE);
            assertThat(trigger.status()).as(trigger.id()).isEqualTo(RegistrationStatus.ACTIVE);
            assertThat(trigger.problem()).isEmpty();
            assertThat(warnings(trigger)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":true}",
                "{\"triggers\":7,\"functions\":7,\"registered_triggers\":7}",
                "{\"triggers\":[7,{\"id\":{}},{\"id\":\"cron\",\"namespace\":\"default\"}],\"functions\":[null,{}]}"
            })
    void anEngineWhoseAnswersCannotBeReadKeepsNoTriggerFromBeingConfirmed(String answer) throws Exception {
        try (FakeEngine fake = new FakeEngine()
                .answering("engine::triggers::list", answer)
                .answering("engine::functions::info", answer)) {
            Worker worker = engine.worker(fake.url(), Engine.options().build());
            fake.accept();
            Registration cron = worker.registerTrigger(CronTrigger.expression("0 0 0 1 1 *"), "fn");
            cron.awaitConfirmed(PATIENCE);
            assertThat(cron.status()).isEqualTo(RegistrationStatus.ACTIVE);
            worker.close();
        }
    }
}
