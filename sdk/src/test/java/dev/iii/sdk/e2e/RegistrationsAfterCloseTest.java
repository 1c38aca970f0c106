package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.error.WorkerRefusedException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.stream.StreamStore;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A method that needs the engine fails with the reason when its worker is closed. */
class RegistrationsAfterCloseTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    /** What a user writes. */
    public static final class Shop {
        @Function("after-close::sell")
        public void sell() {}
    }

    /** No worker calls it. */
    private static final class NoStore implements StreamStore {
        @Override
        public Optional<Json> get(String group, String item) {
            return Optional.empty();
        }

        @Override
        public StateChange set(String group, String item, Json data) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Json> delete(String group, String item) {
            return Optional.empty();
        }

        @Override
        public StateChange update(String group, String item, Json operations) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Json> list(String group) {
            return List.of();
        }

        @Override
        public List<String> listGroups() {
            return List.of();
        }
    }

    private static Map<String, Consumer<Worker>> registrations() {
        Map<String, Consumer<Worker>> methods = new TreeMap<>();
        methods.put("registerFunction", worker -> worker.registerFunction("f", (json, call) -> 1));
        methods.put(
                "registerAsyncFunction",
                worker -> worker.registerAsyncFunction("f", (json, call) -> CompletableFuture.completedFuture(1)));
        methods.put(
                "registerFunction(FunctionDefinition)",
                worker -> worker.registerFunction(FunctionDefinition.of("f", (json, call) -> 1)));
        methods.put(
                "registerFunction(HttpFunctionDefinition)",
                worker -> worker.registerFunction(FunctionDefinition.http("f", "https://example.org/f")));
        methods.put("registerAll", worker -> worker.registerAll(new Shop()));
        methods.put("registerTrigger", worker -> worker.registerTrigger(SubscribeTrigger.topic("t"), "f"));
        methods.put(
                "registerTriggerType",
                worker -> worker.registerTriggerType(
                        TriggerTypeDefinition.of("t", "x", Json.class), TriggerTypeHandler.acceptAll()));
        methods.put("registerStream", worker -> worker.registerStream("s", new NoStore()));
        return methods;
    }

    private static Map<String, Consumer<Worker>> calls() {
        Map<String, Consumer<Worker>> methods = new TreeMap<>();
        methods.put("trigger", worker -> worker.trigger("f", null));
        methods.put(
                "trigger(VoidCall)", worker -> worker.trigger(Call.to("f", null).withoutReply()));
        methods.put(
                "trigger(EnqueueCall)",
                worker -> worker.trigger(Call.to("f", null).enqueue("default")));
        methods.put("publish", worker -> worker.publish("t", 1));
        methods.put("createChannel", Worker::createChannel);
        methods.put("state", worker -> worker.state().get("s", "k", Json.class));
        methods.put("streams", worker -> worker.streams().get("s", "g", "i", Json.class));
        methods.put("queues", worker -> worker.queues().publish("t", 1));
        methods.put("configuration", worker -> worker.configuration().list());
        methods.put("discovery", worker -> worker.discovery().workers());
        methods.put("awaitReady", worker -> worker.awaitReady(PATIENCE));
        return methods;
    }

    static Stream<String> methods() {
        return Stream.concat(registrations().keySet().stream(), calls().keySet().stream());
    }

    private static Consumer<Worker> method(String name) {
        return registrations().getOrDefault(name, Engine.notNull(calls().getOrDefault(name, worker -> {})));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void areRefused(String method) {
        Worker worker = engine.worker();
        worker.close();
        assertThatThrownBy(() -> method(method).accept(worker))
                .isInstanceOfSatisfying(
                        WorkerClosedException.class,
                        e -> assertThat(e.mayHaveRun()).isFalse())
                .hasMessageContaining("the worker is closed");
    }

    @Test
    void theExceptionNamesTheRegistration() {
        Worker worker = engine.worker();
        worker.close();
        assertThatThrownBy(() -> worker.registerFunction("after::close", (json, call) -> 1))
                .hasMessage("function after::close was not registered: the worker is closed");
        // What needs no engine still works.
        worker.addListener(new WorkerListener() {});
        assertThat(worker.json(1).text()).isEqualTo("1");
        assertThat(worker.status()).isEqualTo(WorkerStatus.CLOSED);
    }

    @Test
    void whileTheWorkerIsBeingClosed() throws Exception {
        Worker worker = engine.worker();
        String function = unique("after-close");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        worker.registerFunction(function, (json, call) -> {
                    running.countDown();
                    return go.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                })
                .awaitConfirmed(PATIENCE);
        var unused = worker.triggerAsync(function, null);
        assertThat(running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> worker.shutdown(PATIENCE));
        Awaitility.await().atMost(PATIENCE).until(() -> worker.status() == WorkerStatus.DRAINING);
        registrations()
                .forEach((name, method) -> assertThatThrownBy(() -> method.accept(worker))
                        .as(name)
                        .isInstanceOf(WorkerClosedException.class));
        go.countDown();
        assertThat(closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void afterTheEngineHasRefusedTheWorker() throws Exception {
        try (FakeEngine fake = new FakeEngine().silent()) {
            Worker worker = engine.worker(fake.url(), Engine.options().build());
            fake.accept().send(new ConnectionRefused(new ErrorBody("AUTH_ERROR", "no")));
            Awaitility.await().atMost(PATIENCE).until(() -> worker.status() == WorkerStatus.CLOSED);
            registrations()
                    .forEach((name, method) -> assertThatThrownBy(() -> method.accept(worker))
                            .as(name)
                            .isInstanceOf(WorkerRefusedException.class)
                            .hasMessageContaining("AUTH_ERROR"));
        }
    }
}
