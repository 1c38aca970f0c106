package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallRefusedException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FunctionsAndCallsTest {

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("cmd::sell-item");

    @Test
    void awaitReadyWaitsForWhatWasRegisteredSinceItWasReady() {
        Worker owner = engine.worker();
        Worker caller = engine.worker();
        for (int i = 0; i < 50; i++) {
            String id = unique("fn");
            int answer = i;
            owner.registerFunction(id, (json, call) -> answer);
            owner.awaitReady(PATIENCE);
            assertThat(caller.trigger(id, null, Integer.class)).isEqualTo(i);
        }
    }

    @Test
    void readyDoesNotWaitForWhatIsRefusedOrTakenBack() throws Exception {
        Worker owner = engine.worker();
        String id = unique("fn");
        owner.registerFunction(id, (json, call) -> 1);
        owner.awaitReady(PATIENCE);
        Worker other = engine.worker();
        other.registerFunction(id, (json, call) -> 2);
        other.registerFunction(unique("fn"), (json, call) -> 3).unregister();
        other.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(other.trigger(id, null, Integer.class)).isEqualTo(1);
    }

    @Test
    void aTypedFunctionAnswersATypedCall() {
        Worker worker = engine.worker();
        worker.registerFunction(function, Sell.class, (sell, call) -> new Sold(sell.sku(), 10 - sell.quantity()));
        assertThat(worker.trigger(function, new Sell("A-1", 2), Sold.class)).isEqualTo(new Sold("A-1", 8));
    }

    @Test
    void aCallReachesAnotherWorker() {
        Worker owner = engine.worker();
        Worker caller = engine.worker();
        owner.registerFunction(
                        function,
                        Sell.class,
                        (sell, call) -> call.callerWorkerId().orElse("nobody"))
                .awaitConfirmed(PATIENCE);
        assertThat(caller.trigger(function, new Sell("A", 1), String.class))
                .isEqualTo(caller.id().orElseThrow());
    }

    @Test
    void rawJsonGoesThroughUnchanged() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> json);
        assertThat(worker.trigger(function, Json.parse("[1.5,{\"ü\":null},\"\\u0000\"]"))
                        .text())
                .isEqualTo("[1.5,{\"ü\":null},\"\\u0000\"]");
    }

    @Test
    void genericTypesGoBothWays() {
        Worker worker = engine.worker();
        worker.registerFunction(
                function,
                new TypeRef<List<Sell>>() {},
                (sells, call) -> sells.stream().map(Sell::sku).toList());
        assertThat(worker.trigger(
                        function, List.of(new Sell("A", 1), new Sell("B", 2)), new TypeRef<List<String>>() {}))
                .containsExactly("A", "B");
    }

    @Test
    void aHandlerMayAnswerLater() throws Exception {
        Worker worker = engine.worker();
        CompletableFuture<Integer> later = new CompletableFuture<>();
        worker.registerAsyncFunction(function, (json, call) -> later);
        CompletableFuture<Integer> answer = worker.triggerAsync(function, null, Integer.class);
        later.complete(7);
        assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void metadataTravelsBesideThePayload() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> call.metadata().orElse(Json.NULL));
        assertThat(worker.trigger(Call.to(function, 1).metadata(Map.of("tenant", "t")))
                        .text())
                .isEqualTo("{\"tenant\":\"t\"}");
    }

    @Test
    void nothingIsNull() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> null);
        assertThat(worker.trigger(function, null).isNull()).isTrue();
        assertThat(worker.trigger(function, null, Sold.class)).isNull();
    }

    @Test
    void aHandlerMayCallFunctionsOfItsOwnWorkerEvenWithOnePlaceToRun() {
        Worker worker = engine.worker(Engine.options()
                .limits(WorkerLimits.DEFAULT.withConcurrentInvocations(1))
                .build());
        worker.registerFunction(
                function,
                Integer.class,
                (n, call) -> n == 0 ? 0 : 1 + Engine.notNull(call.worker().trigger(function, n - 1, Integer.class)));
        assertThat(worker.trigger(function, 5, Integer.class)).isEqualTo(5);
    }

    @Test
    void manyCallsAtOnceAllComeBack() throws Exception {
        Worker worker = engine.worker();
        worker.registerFunction(function, Integer.class, (n, call) -> n * 2);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            answers.add(worker.triggerAsync(function, i, Integer.class));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(i * 2);
        }
    }

    @Test
    void callsOfOneThreadArriveInOrder() throws Exception {
        engine.onlyOnTheStub("the real engine runs each call as a task of its own, in any order");
        Worker worker = engine.worker(Engine.options()
                .limits(WorkerLimits.DEFAULT.withConcurrentInvocations(1))
                .build());
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        worker.registerFunction(function, Integer.class, (n, call) -> seen.add(n));
        for (int i = 0; i < 500; i++) {
            worker.trigger(Call.to(function, i).withoutReply());
        }
        for (int i = 0; i < 500; i++) {
            assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(i);
        }
    }

    // ---------------------------------------------------------------- failures

    @Test
    void aFunctionThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> engine.worker().trigger(function, null))
                .isInstanceOf(FunctionNotFoundException.class)
                .hasMessageContaining(function)
                .satisfies(e -> assertThat(((CallException) e).mayHaveRun()).isFalse());
    }

    @Test
    void aCallThatIsNotAnsweredTimesOut() {
        Worker worker = engine.worker();
        worker.registerAsyncFunction(function, (json, call) -> new CompletableFuture<>());
        assertThatThrownBy(() -> worker.trigger(Call.to(function, null).timeout(Duration.ofSeconds(2))))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessage("no result from " + function + " within 2000 ms")
                .satisfies(e -> assertThat(((CallException) e).mayHaveRun()).isTrue());
        worker.shutdown(Duration.ofMillis(10));
    }

    @Test
    void theOwnerLeavingLeavesTheOutcomeUnknown() throws Exception {
        Worker owner = engine.worker();
        Worker caller = engine.worker();
        CountDownLatch started = new CountDownLatch(1);
        owner.registerAsyncFunction(function, (json, call) -> {
                    started.countDown();
                    return new CompletableFuture<>();
                })
                .awaitConfirmed(PATIENCE);
        CompletableFuture<Json> answer = caller.triggerAsync(function, null);
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        owner.shutdown(Duration.ofMillis(10));
        assertThatThrownBy(() -> answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void enqueueingWithoutAQueueIsRefusedOrAcknowledged() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> null).awaitConfirmed(PATIENCE);
        try {
            assertThat(worker.trigger(Call.to(function, 1).enqueue("default")).messageReceiptId())
                    .isNotBlank();
        } catch (CallRefusedException e) {
            assertThat(e).hasMessageContaining("enqueue_error");
        }
    }

    @Test
    void theFailureOfANestedCallSaysNothingAboutTheFunction() throws Exception {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> {
            throw new OverloadedException("shop::price was not called", null);
        });
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo("invocation_failed");
            assertThat(e.mayHaveRun()).isTrue();
        });
    }

    @Test
    void aFullInboxRefusesTheCall() throws Exception {
        Worker owner = engine.worker(Engine.options()
                .limits(WorkerLimits.DEFAULT.withConcurrentInvocations(1).withInbox(1))
                .build());
        Worker caller = engine.worker();
        CountDownLatch go = new CountDownLatch(1);
        owner.registerFunction(function, (json, call) -> go.await(20, TimeUnit.SECONDS))
                .awaitConfirmed(PATIENCE);
        List<CompletableFuture<Json>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(caller.triggerAsync(function, null));
        }
        CompletableFuture<Object> refused = CompletableFuture.anyOf(calls.toArray(CompletableFuture[]::new));
        assertThatThrownBy(() -> refused.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(OverloadedException.class);
        go.countDown();
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
                .handle((all, failure) -> failure)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(calls)
                .filteredOn(call -> !call.isCompletedExceptionally())
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.join().text()).isEqualTo("true"));
    }

    @Test
    void aCancelledFutureGivesTheCallUp() {
        Worker worker = engine.worker();
        worker.registerAsyncFunction(function, (json, call) -> new CompletableFuture<>());
        CompletableFuture<Json> answer = worker.triggerAsync(function, null);
        assertThat(answer.cancel(true)).isTrue();
        worker.shutdown(Duration.ofMillis(10));
    }

    @Test
    void anInterruptedThreadDoesNotWait() throws Exception {
        Worker worker = engine.worker();
        CountDownLatch started = new CountDownLatch(1);
        worker.registerAsyncFunction(function, (json, call) -> {
            started.countDown();
            return new CompletableFuture<>();
        });
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                worker.trigger(function, null);
            } catch (CallException e) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                failure.complete(e);
            }
        });
        thread.start();
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThat(failure.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(CallCancelledException.class);
        worker.shutdown(Duration.ofMillis(10));
    }

    @Test
    void afterCloseEverythingSaysSo() {
        Worker worker = engine.worker();
        worker.close();
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOf(WorkerClosedException.class)
                .hasMessageContaining("the worker is closed");
        assertThatThrownBy(() -> worker.registerFunction(function, (json, call) -> null))
                .isInstanceOf(WorkerClosedException.class)
                .hasMessageContaining("the worker is closed");
    }

    // ---------------------------------------------------------------- registration

    @Test
    void aFunctionOfAnotherWorkerIsRefusedAndReachesTheCode() {
        Worker owner = engine.worker();
        Worker second = engine.worker();
        owner.registerFunction(function, (json, call) -> 1).awaitConfirmed(PATIENCE);
        Registration refused = second.registerFunction(function, (json, call) -> 2);
        assertThatThrownBy(() -> refused.awaitConfirmed(PATIENCE))
                .isInstanceOfSatisfying(RegistrationRefusedException.class, e -> {
                    assertThat(e.code()).isEqualTo("FUNCTION_NAMESPACE_CONFLICT");
                    assertThat(e)
                            .hasMessageContaining("belongs to worker " + owner.name() + " (id "
                                    + owner.id().orElseThrow() + ", java, ")
                            .hasMessageContaining("; stop that worker, use another function id, or ");
                });
        assertThat(refused.refusal()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining(owner.name()));
        assertThat(owner.trigger(function, null).text()).isEqualTo("1");
    }

    @Test
    void theSameFunctionTwiceIsAMistake() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> 1);
        assertThatThrownBy(() -> worker.registerFunction(function, (json, call) -> 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("function " + function + " is already registered by this worker; unregister it first");
    }

    @Test
    void anUnregisteredFunctionIsGoneAndItsIdIsFree() {
        Worker worker = engine.worker();
        Registration first =
                worker.registerFunction(function, (json, call) -> 1).awaitConfirmed(PATIENCE);
        first.unregister();
        first.unregister();
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(FunctionNotFoundException.class);
        worker.registerFunction(function, (json, call) -> 2).awaitConfirmed(PATIENCE);
        assertThat(worker.trigger(function, null).text()).isEqualTo("2");
    }

    @Test
    void aDefinitionCarriesDescriptionSchemasAndMetadata() {
        Worker worker = engine.worker();
        worker.registerFunction(FunctionDefinition.of(function, Sell.class, (sell, call) -> sell.quantity())
                        .description("Sells")
                        .requestSchema(Json.parse("{\"type\":\"object\"}"))
                        .responseSchema(Json.parse("{\"type\":\"integer\"}"))
                        .metadata(Map.of("team", "shop")))
                .awaitConfirmed(PATIENCE);
        assertThat(worker.trigger(function, new Sell("A", 3), Integer.class)).isEqualTo(3);
    }
}
