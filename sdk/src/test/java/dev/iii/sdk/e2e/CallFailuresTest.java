package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Failing.failure;
import static dev.iii.sdk.e2e.Failing.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How calls that wait for an answer end when something goes wrong, and how often their function ran. */
class CallFailuresTest extends FailuresTestBase {

    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    private static final RetryPolicy QUICK = new RetryPolicy(
            100, Duration.ofMillis(300), Backoff.exponential(Duration.ofMillis(5), Duration.ofMillis(20)));

    @RegisterExtension
    static final Engine engine = new Engine();

    CallFailuresTest() {
        super(engine);
    }

    @Test
    void aCallThatIsMadeBetweenTwoConnectionsIsSentOnceOnTheNext() throws Exception {
        Worker worker = worker();
        worker.registerFunction(function, handler);
        handler.go();
        cutOff(worker);
        CompletableFuture<Json> answer = worker.triggerAsync(function, 7);
        stub.faults().heal();
        assertThat(result(answer).text()).isEqualTo("7");
        assertThat(handler.runs()).isEqualTo(1);
    }

    @Test
    void aCallThatIsMadeBetweenTwoConnectionsExpiresWithoutBeingSent() throws Exception {
        Worker worker = worker();
        worker.registerFunction(function, handler);
        handler.go();
        cutOff(worker);
        CallException failure = failure(worker.triggerAsync(Call.to(function, 7).timeout(Duration.ofMillis(100))));
        assertThat(failure).isInstanceOf(CallTimeoutException.class);
        assertThat(failure.mayHaveRun()).isFalse();
        stub.faults().heal();
        worker.awaitReady(PATIENCE);
        assertThat(worker.trigger(function, 8).text()).isEqualTo("8");
        assertThat(handler.runs()).isEqualTo(1);
    }

    @Test
    void whenTheConnectionsBreakWhileTheHandlerRunsItsResultReachesNobody() throws Exception {
        Worker owner = worker();
        Worker caller = worker();
        owner.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        CompletableFuture<Json> answer = caller.triggerAsync(function, 1);
        var running = handler.awaitRun();
        stub.faults().dropConnections();
        CallException failure = failure(answer);
        assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
        assertThat(failure.mayHaveRun()).isTrue();
        Awaitility.await().atMost(PATIENCE).until(running::isCancelled);
        handler.go();
        Awaitility.await().atMost(PATIENCE).until(() -> owner.status() == WorkerStatus.READY);
        owner.awaitReady(PATIENCE);
        assertThat(caller.trigger(function, 2).text()).isEqualTo("2");
        assertThat(handler.runs()).isEqualTo(2);
    }

    @Test
    void aHalfOpenConnectionEndsTheCallsOnItAndIsReplaced() throws Exception {
        Worker worker =
                worker(Engine.options().heartbeat(new Heartbeat(Duration.ofMillis(100), Duration.ofSeconds(2))));
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        CompletableFuture<Json> answer = worker.triggerAsync(function, 1);
        handler.awaitRun();
        stub.faults().halfOpenConnections();
        CallException failure = failure(answer);
        assertThat(failure).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("no data from the engine");
        assertThat(failure.mayHaveRun()).isTrue();
        // The engine still has the old connection: the new one takes over its name and its functions.
        assertThat(worker.trigger(function, 2).text()).isEqualTo("2");
        assertThat(worker.refusal()).isEmpty();
    }

    @Test
    void aRestartOfTheEngineEndsTheCallsThatItHadAndTheRestGoesOn() throws Exception {
        Worker worker = worker();
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        CompletableFuture<Json> answer = worker.triggerAsync(function, 1);
        handler.awaitRun();
        int port = stub.workerUrl().getPort();
        stub.close();
        CallException failure = failure(answer);
        assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
        assertThat(failure.mayHaveRun()).isTrue();
        CompletableFuture<Json> meanwhile = worker.triggerAsync(function, 2);
        try (EngineStub next = EngineStub.start(StubOptions.builder().port(port).build())) {
            assertThat(next.workerUrl().getPort()).isEqualTo(port);
            assertThat(result(meanwhile).text()).isEqualTo("2");
            handler.go();
            worker.close();
        }
    }

    @Test
    void anIdempotentCallOutlivesARestartOfTheEngine() throws Exception {
        Worker worker = worker();
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        CompletableFuture<Json> answer =
                worker.triggerAsync(Call.to(function, 1).idempotent(QUICK.withPerAttempt(PATIENCE)));
        handler.awaitRun();
        int port = stub.workerUrl().getPort();
        stub.close();
        try (EngineStub next = EngineStub.start(StubOptions.builder().port(port).build())) {
            assertThat(next.workerUrl().getPort()).isEqualTo(port);
            assertThat(result(answer).text()).isEqualTo("1");
            handler.go();
            worker.close();
        }
        assertThat(handler.runs()).isEqualTo(2);
    }

    @Test
    void whoWantsToWaitForEverMay() throws Exception {
        Worker worker = engine.worker();
        worker.registerFunction(
                FunctionDefinition.of(function, (json, call) -> 1).timeout(FOREVER));
        RetryPolicy patient = new RetryPolicy(2, FOREVER, Backoff.fixed(FOREVER));
        assertThat(worker.awaitReady(FOREVER)).isSameAs(worker);
        assertThat(worker.trigger(Call.to(function, null).timeout(FOREVER), Integer.class))
                .isEqualTo(1);
        assertThat(worker.triggerAsync(Call.to(function, null).timeout(FOREVER), Integer.class)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(1);
        assertThat(worker.trigger(Call.to(function, null).timeout(FOREVER).idempotent(patient), Integer.class))
                .isEqualTo(1);
        assertThat(worker.shutdown(FOREVER)).isTrue();
    }

    @Test
    void aLostResultIsATimeoutAlthoughTheFunctionRan() throws Exception {
        Worker worker = worker();
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        handler.go();
        stub.faults().loseResults(1);
        CallException failure = failure(worker.triggerAsync(Call.to(function, 1).timeout(Duration.ofSeconds(2))));
        assertThat(failure).isInstanceOf(CallTimeoutException.class);
        assertThat(failure.mayHaveRun()).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> stub.faults().lostResults() == 1);
        assertThat(handler.runs()).isEqualTo(1);
        stub.faults().heal();
        assertThat(worker.trigger(function, 2).text()).isEqualTo("2");
    }

    @Test
    void plainCallsHaveTheirResultOnAnEngineThatLosesEarlyResults() throws Exception {
        Worker worker = worker();
        AtomicInteger runs = new AtomicInteger();
        worker.registerFunction(function, Integer.class, (n, call) -> {
                    runs.incrementAndGet();
                    return -n;
                })
                .awaitConfirmed(PATIENCE);
        stub.faults().loseEarlyResults(2);
        for (int i = 0; i < 100; i++) {
            assertThat(worker.trigger(Call.to(function, i).timeout(PATIENCE), Integer.class))
                    .isEqualTo(-i);
        }
        assertThat(stub.faults().lostResults()).isPositive();
        assertThat(worker.repeatedResults()).isPositive();
        assertThat(runs.get()).isEqualTo(100);
    }

    @Test
    void withoutRepetitionAnEarlyResultIsLost() throws Exception {
        Worker worker = worker(Engine.options().repeatQuickResults(false));
        // A quick function, and no pauses: on a busy machine, most results are not early.
        worker.registerFunction(FunctionDefinition.of(function, Integer.class, (n, call) -> -n)
                        .quick())
                .awaitConfirmed(PATIENCE);
        stub.faults().loseEarlyResults(1);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    CallException failure = null;
                    try {
                        worker.trigger(Call.to(function, 1).timeout(Duration.ofMillis(200)));
                    } catch (CallTimeoutException e) {
                        failure = e;
                    }
                    return failure != null && failure.mayHaveRun();
                });
        assertThat(stub.faults().lostResults()).isPositive();
    }

    @Test
    void idempotentCallsAllHaveTheirResultOnAnEngineThatLosesSome() throws Exception {
        Worker worker = worker();
        AtomicInteger runs = new AtomicInteger();
        worker.registerFunction(function, Integer.class, (n, call) -> {
                    runs.incrementAndGet();
                    return -n;
                })
                .awaitConfirmed(PATIENCE);
        stub.faults().loseResults(10);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(worker.triggerAsync(
                    Call.to(function, i)
                            .idempotent(QUICK.withPerAttempt(Duration.ofSeconds(1)))
                            .timeout(PATIENCE),
                    Integer.class));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(result(answers.get(i))).isEqualTo(-i);
        }
        assertThat(stub.faults().lostResults()).isGreaterThanOrEqualTo(20);
        assertThat(runs.get()).isGreaterThan(200);
    }

    @Test
    void moreCallsThanMayBeInFlightAreRefusedHere() throws Exception {
        Worker worker = worker(Engine.options().limits(WorkerLimits.DEFAULT.withCallsInFlight(1)));
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        CompletableFuture<Json> first = worker.triggerAsync(function, 1);
        handler.awaitRun();
        CallException failure = failure(worker.triggerAsync(function, 2));
        assertThat(failure).isInstanceOf(OverloadedException.class).hasMessageContaining("calls in flight");
        assertThat(failure.mayHaveRun()).isFalse();
        handler.go();
        assertThat(result(first).text()).isEqualTo("1");
        assertThat(handler.runs()).isEqualTo(1);
    }

    @Test
    void whatAnEngineThatDoesNotReadHasNoRoomForIsRefusedHere() throws Exception {
        WorkerLimits defaults = WorkerLimits.DEFAULT;
        WorkerLimits small = new WorkerLimits(
                defaults.concurrentInvocations(),
                defaults.inbox(),
                defaults.callsInFlight(),
                defaults.queuedCalls(),
                defaults.queuedBytes(),
                1 << 20,
                defaults.inboundMessageBytes(),
                defaults.outboundMessageBytes());
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(
                            fake.url(),
                            Engine.options()
                                    .limits(small)
                                    .heartbeat(new Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(60)))
                                    .build())
                    .awaitReady(PATIENCE);
            fake.accept().connection().pauseReading();
            String payload = "x".repeat(256 << 10);
            List<CompletableFuture<Json>> calls = new ArrayList<>();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                calls.add(worker.triggerAsync(function, payload));
                return calls.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
            });
            CallException refused = failure(calls.stream()
                    .filter(CompletableFuture::isCompletedExceptionally)
                    .findFirst()
                    .orElseThrow());
            assertThat(refused).isInstanceOf(OverloadedException.class).hasMessageContaining("bytes that wait");
            assertThat(refused.mayHaveRun()).isFalse();
            worker.shutdown(Duration.ofMillis(10));
            CallException sent = failure(calls.get(0));
            assertThat(sent).isInstanceOf(OutcomeUnknownException.class);
            assertThat(sent.mayHaveRun()).isTrue();
        }
    }

    @Test
    void aCallThatIsUnderWayAtTheEndOfTheDrainTimeIsUnknown() throws Exception {
        Worker owner = worker();
        Worker caller = worker();
        owner.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        CompletableFuture<Json> answer = caller.triggerAsync(function, 1);
        handler.awaitRun();
        caller.shutdown(Duration.ofMillis(50));
        CallException failure = failure(answer);
        assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
        assertThat(failure.mayHaveRun()).isTrue();
    }

    @Test
    void aCallThatIsAnsweredWhileItsWorkerDrainsHasItsResult() throws Exception {
        Worker owner = worker();
        Worker caller = worker();
        owner.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        CompletableFuture<Json> answer = caller.triggerAsync(function, 1);
        handler.awaitRun();
        CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> caller.shutdown(PATIENCE));
        Awaitility.await().atMost(PATIENCE).until(() -> caller.status() == WorkerStatus.DRAINING);
        handler.go();
        assertThat(result(answer).text()).isEqualTo("1");
        assertThat(result(closing)).isTrue();
    }

    @Test
    void aCallThatWaitsForAConnectionEndsWithItsWorkerAndHasNotRun() throws Exception {
        Worker worker = worker();
        cutOff(worker);
        CompletableFuture<Json> waiting = worker.triggerAsync(function, 1);
        worker.close();
        CallException failure = failure(waiting);
        assertThat(failure).isInstanceOf(WorkerClosedException.class);
        assertThat(failure.mayHaveRun()).isFalse();
    }
}
