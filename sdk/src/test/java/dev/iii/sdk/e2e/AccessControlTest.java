package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.options;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Registration;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.discovery.RegisteredTrigger;
import dev.iii.sdk.error.CallRefusedException;
import dev.iii.sdk.error.WorkerRefusedException;
import dev.iii.sdk.rbac.AuthDecision;
import dev.iii.sdk.rbac.AuthRequest;
import dev.iii.sdk.rbac.FunctionRegistrationRequest;
import dev.iii.sdk.rbac.MiddlewareRequest;
import dev.iii.sdk.rbac.TriggerRegistrationRequest;
import dev.iii.sdk.rbac.TriggerTypeRegistrationRequest;
import dev.iii.sdk.trigger.StateTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.stub.GuardOptions;
import dev.iii.stub.StubOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A port with access control, whose functions are of this SDK. */
class AccessControlTest {

    private static final String NAMES = "test::rbac-worker::";

    @RegisterExtension
    static final Engine engine = new Engine(StubOptions.builder()
            .guardedPort(GuardOptions.builder()
                    .auth(NAMES + "auth")
                    .onFunctionRegistration(NAMES + "on-function-reg")
                    .onTriggerRegistration(NAMES + "on-trigger-reg")
                    .onTriggerTypeRegistration(NAMES + "on-trigger-type-reg")
                    .middleware(NAMES + "middleware")
                    .build())
            .build());

    private final String prefix = unique("guest");
    private final String open = unique("svc::open");
    private final String closed = unique("svc::closed");
    private final String topic = unique("topic");
    private final List<MiddlewareRequest> calls = new CopyOnWriteArrayList<>();
    private final List<TriggerRegistrationRequest> triggers = new CopyOnWriteArrayList<>();
    private final List<TriggerTypeRegistrationRequest> types = new CopyOnWriteArrayList<>();
    private Worker guard;

    @BeforeEach
    void guard() {
        guard = engine.worker(options().build());
        guard.registerFunction(NAMES + "auth", AuthRequest.class, (request, call) -> {
            if (!request.header("X-Auth").equals(Optional.of("secret"))) {
                throw AuthDecision.refuse("go away");
            }
            return AuthDecision.accept()
                    .allow(open, "own", prefix + "::own")
                    .functionPrefix(prefix)
                    .triggerTypeRegistration(true)
                    .context(Map.of("user", "u1"));
        });
        guard.registerFunction(
                NAMES + "on-function-reg",
                FunctionRegistrationRequest.class,
                (request, call) -> request.functionId().endsWith("bad") ? request.refuse() : request.accept());
        guard.registerFunction(NAMES + "on-trigger-reg", TriggerRegistrationRequest.class, (request, call) -> {
            triggers.add(request);
            return request.metadata().isPresent()
                    ? request.refuse()
                    : request.accept().config(Map.of("topic", topic));
        });
        guard.registerFunction(NAMES + "on-trigger-type-reg", TriggerTypeRegistrationRequest.class, (request, call) -> {
            types.add(request);
            return request.triggerTypeId().startsWith("bad")
                    ? request.refuse()
                    : request.accept().description("checked");
        });
        guard.registerFunction(NAMES + "middleware", MiddlewareRequest.class, (request, call) -> {
            calls.add(request);
            return request.proceed(call);
        });
        guard.registerFunction(open, (json, call) -> json.field("n"));
        guard.registerFunction(closed, (json, call) -> 1);
        guard.awaitReady(PATIENCE);
    }

    private Worker guest() {
        return engine.worker(
                engine.guardedUrl(), options().header("x-auth", "secret").build());
    }

    @Test
    void aWorkerThatIsRefusedSaysSoAndDoesNotTryAgain() {
        Worker worker = engine.worker(engine.guardedUrl(), options().build());
        assertThatThrownBy(() -> worker.awaitReady(PATIENCE))
                .isInstanceOfSatisfying(
                        WorkerRefusedException.class,
                        e -> assertThat(e).hasMessageContaining("AUTH_ERROR").hasMessageContaining("go away"));
        assertThat(worker.status()).isEqualTo(WorkerStatus.CLOSED);
        assertThat(worker.refusal()).isPresent();
    }

    @Test
    void aWorkerThatIsLetInMayDoWhatItsDecisionSays() {
        Worker worker = guest();
        worker.registerFunction("good", (json, call) -> 2);
        worker.registerFunction("bad", (json, call) -> 3);
        worker.awaitReady(PATIENCE);
        assertThat(worker.trigger(open, Map.of("n", 7)).text()).isEqualTo("7");
        assertThatThrownBy(() -> worker.trigger(closed, null)).isInstanceOf(CallRefusedException.class);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> guard.discovery().function(prefix + "::good").isPresent());
        assertThat(guard.trigger(prefix + "::good", null).text()).isEqualTo("2");
        assertThat(guard.discovery().function(prefix + "::bad")).isEmpty();
    }

    @Test
    void theMiddlewareSeesTheCallAndWhoMakesIt() {
        Worker worker = guest();
        assertThat(worker.trigger(Call.to(open, Map.of("n", 7)).metadata("m")).text())
                .isEqualTo("7");
        assertThat(calls).hasSize(1);
        MiddlewareRequest request = calls.get(0);
        assertThat(request.functionId()).isEqualTo(open);
        assertThat(request.payload().field("n").text()).isEqualTo("7");
        assertThat(request.context().map(context -> context.field("user").text()))
                .contains("\"u1\"");
        assertThat(request.namespace()).isEqualTo("default");
        worker.trigger(Call.to(open, Map.of("n", 8)).withoutReply());
        Awaitility.await().atMost(PATIENCE).until(() -> calls.size() == 2);
        assertThat(calls.get(1).action().map(action -> action.field("type").text()))
                .contains("\"void\"");
    }

    @Test
    void theHookForTriggersMayChangeAndRefuseThem() throws Exception {
        Worker worker = guest();
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        worker.registerFunction("own", Integer.class, (n, call) -> seen.add(n));
        Registration dropped = worker.registerTrigger(StateTrigger.scope(topic).metadata("m"), "own");
        Registration changed = worker.registerTrigger(SubscribeTrigger.topic(unique("other")), "own");
        changed.awaitConfirmed(PATIENCE);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> guard.discovery().trigger(changed.id()).isPresent());
        RegisteredTrigger registered = guard.discovery().trigger(changed.id()).orElseThrow();
        assertThat(registered.config().field("topic").as(String.class)).isEqualTo(topic);
        assertThat(guard.discovery().trigger(dropped.id())).isEmpty();
        assertThat(triggers)
                .extracting(TriggerRegistrationRequest::triggerId)
                .containsExactlyInAnyOrder(dropped.id(), changed.id());
        assertThat(triggers)
                .extracting(TriggerRegistrationRequest::triggerType)
                .containsExactlyInAnyOrder("state", "subscribe");
        assertThat(triggers.get(0)
                        .context()
                        .map(context -> context.field("user").text()))
                .contains("\"u1\"");
        guard.publish(topic, 5);
        assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(5);
    }

    @Test
    void theHookForTriggerTypesMayChangeAndRefuseThem() {
        Worker worker = guest();
        String good = unique("good");
        String bad = unique("bad");
        for (String type : List.of(good, bad)) {
            worker.registerTriggerType(
                    TriggerTypeDefinition.of(type, "Calls on a path", String.class), TriggerTypeHandler.acceptAll());
        }
        worker.awaitReady(PATIENCE);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> guard.discovery().triggerType(good).isPresent());
        assertThat(guard.discovery().triggerType(good).orElseThrow().description())
                .isEqualTo("checked");
        assertThat(guard.discovery().triggerType(bad)).isEmpty();
        assertThat(types)
                .extracting(TriggerTypeRegistrationRequest::triggerTypeId)
                .containsExactlyInAnyOrder(good, bad);
        assertThat(types.get(0).description()).contains("Calls on a path");
        assertThat(types.get(0).context()).isPresent();
    }
}
