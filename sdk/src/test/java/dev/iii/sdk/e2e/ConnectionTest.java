package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.error.WorkerRefusedException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import dev.iii.transport.UpgradeDecision;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What becomes of a worker when the connection is not what it should be. On the stub and on fakes alone. */
class ConnectionTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("fn");

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static EngineStub stubAt(int port) {
        return EngineStub.start(StubOptions.builder().port(port).build());
    }

    @Test
    void connectsWhenTheEngineComesLater() throws Exception {
        int port = freePort();
        Worker worker = engine.worker("ws://127.0.0.1:" + port, Engine.options().build());
        worker.registerFunction(function, (json, call) -> 1);
        CompletableFuture<Json> early = worker.triggerAsync(function, null);
        Awaitility.await().until(() -> worker.status() == WorkerStatus.RECONNECTING);
        try (EngineStub stub = stubAt(port)) {
            assertThat(stub.workerUrl().getPort()).isEqualTo(port);
            worker.awaitReady(PATIENCE);
            assertThat(early.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("1");
            worker.close();
        }
    }

    @Test
    void registersAgainAfterTheEngineWasRestarted() throws Exception {
        int port = freePort();
        BlockingQueue<WorkerStatus> statuses = new LinkedBlockingQueue<>();
        Worker worker = engine.worker("ws://127.0.0.1:" + port, Engine.options().build());
        worker.addListener(new WorkerListener() {
            @Override
            public void onStatus(WorkerStatus status, @Nullable String reason) {
                statuses.add(status);
            }
        });
        Registration gone;
        try (EngineStub stub = stubAt(port)) {
            worker.registerFunction(function, (json, call) -> 1);
            gone = worker.registerFunction(function + "-gone", (json, call) -> 2);
            worker.awaitReady(PATIENCE);
            assertThat(stub.workerUrl().getPort()).isEqualTo(port);
        }
        Awaitility.await().until(() -> worker.status() == WorkerStatus.RECONNECTING);
        gone.unregister();
        try (EngineStub stub = stubAt(port)) {
            assertThat(stub.workerUrl().getPort()).isEqualTo(port);
            worker.awaitReady(PATIENCE);
            assertThat(worker.trigger(function, null).text()).isEqualTo("1");
            assertThatThrownBy(() -> worker.trigger(function + "-gone", null)).hasMessageContaining("not found");
            worker.close();
        }
        assertThat(statuses).contains(WorkerStatus.READY, WorkerStatus.RECONNECTING, WorkerStatus.CLOSED);
    }

    @Test
    void aCallThatWasSentEndsAtOnceWhenTheConnectionBreaks() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(fake.url(), Engine.options().build());
            FakeEngine.Peer peer = fake.accept();
            worker.awaitReady(PATIENCE);
            CompletableFuture<Json> answer = worker.triggerAsync("remote", null);
            peer.next(InvokeFunction.class);
            while (!peer.next(InvokeFunction.class).functionId().equals("remote")) {
                // The announcement comes first.
            }
            peer.connection().abort("pulled the plug");
            assertThatThrownBy(() -> answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void reattachesWithTheTokenOfTheOldConnectionFirst() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(fake.url(), Engine.options().build());
            worker.awaitReady(PATIENCE);
            String id = worker.id().orElseThrow();
            fake.accept().connection().abort("pulled the plug");
            Reattach reattach = fake.accept().next(Reattach.class);
            assertThat(reattach.previousWorkerId()).isEqualTo(id);
            assertThat(reattach.reattachToken()).isEqualTo("token-of-the-fake-engine");
        }
    }

    @Test
    void whatWaitsForAConnectionIsBoundedAndExpires() throws Exception {
        Worker worker = engine.worker(
                "ws://127.0.0.1:" + freePort(),
                Engine.options()
                        .limits(WorkerLimits.DEFAULT.withQueuedCalls(1, 1 << 16))
                        .build());
        CompletableFuture<Json> first =
                worker.triggerAsync(Call.to(function, null).timeout(Duration.ofSeconds(3)));
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("wait for a connection");
        assertThatThrownBy(() -> first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        CallTimeoutException.class,
                        e -> assertThat(e.mayHaveRun()).isFalse());
    }

    @Test
    void aSecondWorkerOfTheSameNameIsRefusedForGood() {
        Worker first = engine.worker();
        Worker second = engine.worker(Engine.options().name(first.name()).build());
        assertThatThrownBy(() -> second.awaitReady(PATIENCE))
                .isInstanceOfSatisfying(WorkerRefusedException.class, e -> {
                    assertThat(e.code()).isEqualTo("WORKER_NAMESPACE_CONFLICT");
                    assertThat(e).hasMessageContaining(first.id().orElseThrow());
                });
        assertThat(second.status()).isEqualTo(WorkerStatus.CLOSED);
        assertThat(second.refusal()).isPresent();
        assertThatThrownBy(() -> second.trigger(function, null)).isInstanceOf(WorkerClosedException.class);
    }

    @Test
    void anAuthErrorIsFatalAndThereIsOneTry() throws Exception {
        try (FakeEngine fake = new FakeEngine().silent()) {
            Worker worker = engine.worker(
                    fake.url(),
                    Engine.options().header("Authorization", "wrong").build());
            FakeEngine.Peer peer = fake.accept();
            peer.send(new ConnectionRefused(new ErrorBody("AUTH_ERROR", "bad token")));
            assertThatThrownBy(() -> worker.awaitReady(PATIENCE))
                    .isInstanceOf(WorkerRefusedException.class)
                    .hasMessage("the engine refused the worker (AUTH_ERROR): bad token");
            peer.awaitClosed();
            assertThat(worker.status()).isEqualTo(WorkerStatus.CLOSED);
        }
    }

    @Test
    void aHalfOpenConnectionIsNoticedAndReplaced() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(
                    fake.url(),
                    Engine.options()
                            .heartbeat(new Heartbeat(Duration.ofMillis(50), Duration.ofSeconds(2)))
                            .build());
            worker.awaitReady(PATIENCE);
            // Who does not read does not answer pings.
            fake.accept().connection().pauseReading();
            fake.accept().next(Reattach.class);
        }
    }

    @Test
    void aHalfOpenConnectionIsReplacedAlthoughDataStillArrives() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(
                    fake.url(),
                    Engine.options()
                            .heartbeat(new Heartbeat(Duration.ofMillis(50), Duration.ofSeconds(2)))
                            .build());
            worker.awaitReady(PATIENCE);
            FakeEngine.Peer first = fake.accept();
            first.connection().pauseReading();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        first.sendText("{\"type\":\"pong\"}");
                        return fake.hasNext();
                    });
            fake.accept().next(Reattach.class);
        }
    }

    @Test
    void anEngineThatSaysNothingIsTriedAgain() throws Exception {
        try (FakeEngine fake = new FakeEngine(request -> new CompletableFuture<>())) {
            Worker worker = engine.worker(
                    fake.url(),
                    Engine.options().connectTimeout(Duration.ofMillis(100)).build());
            Awaitility.await().until(() -> worker.status() == WorkerStatus.RECONNECTING);
        }
    }

    @Test
    void saysWhereItTriesAndWhyItFailsAndKeepsTrying() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Worker.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.WARN);
        int port = freePort();
        try (FakeEngine refusing =
                new FakeEngine(request -> CompletableFuture.completedFuture(new UpgradeDecision.Refuse(404)))) {
            engine.worker("ws://127.0.0.1:" + port, Engine.options().build());
            engine.worker(
                    refusing.url() + "/elsewhere?secret=1", Engine.options().build());
            Awaitility.await().untilAsserted(() -> {
                List<String> lines = appender.list.stream()
                        .filter(event -> event.getLevel() == Level.WARN)
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList();
                assertThat(lines)
                        .anyMatch(line -> line.contains("not connected to ws://127.0.0.1:" + port)
                                && line.contains("Connection refused")
                                && line.contains("(attempt 1)"));
                assertThat(lines).anyMatch(line -> line.contains(":" + port) && line.contains("(attempt 3)"));
                assertThat(lines)
                        .anyMatch(line ->
                                line.contains("/elsewhere: the server answered the upgrade with HTTP status 404"))
                        .noneMatch(line -> line.contains("secret"));
            });
        } finally {
            logger.detachAppender(appender);
            logger.setLevel(null);
        }
    }

    @Test
    void aMessageOverTheLimitEndsTheConnectionWithAClearReason() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(
                    fake.url(),
                    Engine.options()
                            .limits(WorkerLimits.DEFAULT.withMessageBytes(64 << 10, 1 << 20))
                            .build());
            worker.awaitReady(PATIENCE);
            FakeEngine.Peer peer = fake.accept();
            peer.sendText("\"" + "x".repeat(64 << 10) + "\"");
            assertThat(peer.awaitClosed().code()).isEqualTo(1009);
            fake.accept().next(Reattach.class);
            worker.awaitReady(PATIENCE);
        }
    }

    @Test
    void framesThatAreNoneAreIgnored() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(fake.url(), Engine.options().build());
            worker.registerFunction(function, (json, call) -> json);
            worker.awaitReady(PATIENCE);
            FakeEngine.Peer peer = fake.accept();
            for (String rubbish : List.of("", "{", "[]", "{\"type\":\"Future\"}", "{\"type\":\"invokefunction\"}")) {
                peer.sendText(rubbish);
            }
            peer.connection().sendBinary(new byte[] {1, 2}, 0, 2, dev.iii.transport.Lane.DATA);
            peer.send(new InvokeFunction(
                    new UUID(1, 1), function, RawJson.parse("\"still here\""), null, null, null, null, null));
            assertThat(peer.next(InvocationResult.class).result()).isEqualTo(RawJson.parse("\"still here\""));
        }
    }

    @Test
    void theSchemaOfAFunctionFollowsItsRegistration() throws Exception {
        record Sell(String sku, int quantity) {}
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(fake.url(), Engine.options().build());
            worker.registerFunction(FunctionDefinition.of(function, Sell.class, (sell, call) -> sell.quantity())
                    .resultType(Integer.class));
            FakeEngine.Peer peer = fake.accept();
            assertThat(peer.next(RegisterFunction.class).requestFormat()).isNull();
            RegisterFunction better = peer.next(RegisterFunction.class);
            assertThat(Engine.notNull(better.requestFormat()).text()).contains("\"quantity\":{\"type\":\"integer\"}");
            assertThat(Engine.notNull(better.responseFormat()).text()).contains("\"type\":\"integer\"");
        }
    }

    // ---------------------------------------------------------------- the end

    @Test
    void closeLetsRunningHandlersEndAndSendsTheirAnswers() throws Exception {
        Worker owner = engine.worker();
        Worker caller = engine.worker();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        owner.registerFunction(function, (json, call) -> {
                    started.countDown();
                    assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                    // A handler that runs while its worker drains may still call others.
                    return call.worker().trigger("state::get", Map.of("scope", "s", "key", "k"));
                })
                .awaitConfirmed(PATIENCE);
        CompletableFuture<Json> answer = caller.triggerAsync(function, null);
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> owner.shutdown(PATIENCE));
        Awaitility.await().until(() -> owner.status() == WorkerStatus.DRAINING);
        assertThatThrownBy(() -> caller.trigger(function, null)).hasMessageContaining("not found");
        go.countDown();
        assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).isNull()).isTrue();
        assertThat(closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theDrainDeadlineInterruptsAHandler() throws Exception {
        Worker worker = engine.worker();
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        worker.registerFunction(function, (json, call) -> {
            started.countDown();
            try {
                return new CountDownLatch(1).await(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                cancelled.complete(call.isCancelled());
                throw e;
            }
        });
        var unused = worker.triggerAsync(function, null);
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(worker.shutdown(Duration.ofMillis(50))).isFalse();
        assertThat(worker.shutdown(Duration.ofMillis(50))).isFalse();
        assertThat(cancelled.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(worker.status()).isEqualTo(WorkerStatus.CLOSED);
    }

    @Test
    void aCallThatTheDrainDeadlineAbandonsIsNoProperEnd() throws Exception {
        Worker caller = engine.worker();
        Worker owner = engine.worker();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        owner.registerFunction(function, (json, call) -> {
                    started.countDown();
                    return go.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                })
                .awaitConfirmed(PATIENCE);
        var unused = caller.triggerAsync(function, null);
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(caller.shutdown(Duration.ofMillis(50))).isFalse();
        go.countDown();
        Worker idle = engine.worker();
        assertThat(idle.shutdown(PATIENCE)).isTrue();
        assertThat(idle.shutdown(PATIENCE)).isTrue();
    }

    @Test
    void aHandlerMayCloseItsOwnWorker() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> {
            call.worker().close();
            return "closing";
        });
        assertThat(worker.trigger(function, null).text()).isEqualTo("\"closing\"");
        Awaitility.await().atMost(PATIENCE).until(() -> worker.status() == WorkerStatus.CLOSED);
    }

    @Test
    void closeIsIdempotentAndQuickWithoutAConnection() throws Exception {
        Worker worker =
                engine.worker("ws://127.0.0.1:" + freePort(), Engine.options().build());
        worker.close();
        worker.close();
        assertThat(worker.status()).isEqualTo(WorkerStatus.CLOSED);
        assertThatThrownBy(() -> worker.awaitReady(PATIENCE)).isInstanceOf(WorkerClosedException.class);
    }

    @Test
    void takesItsFunctionsBackBeforeItLeaves() throws Exception {
        try (FakeEngine fake = new FakeEngine()) {
            Worker worker = engine.worker(fake.url(), Engine.options().build());
            worker.registerFunction(function, (json, call) -> null);
            worker.awaitReady(PATIENCE);
            FakeEngine.Peer peer = fake.accept();
            assertThat(peer.next(RegisterFunction.class).id()).isEqualTo(function);
            worker.close();
            assertThat(peer.next(UnregisterFunction.class).id()).isEqualTo(function);
            assertThat(peer.awaitClosed().code()).isEqualTo(1000);
        }
    }

    @Test
    void fiftyWorkersComeAndGoAndLeaveNothing() {
        for (int i = 0; i < 50; i++) {
            Worker worker = engine.worker();
            worker.registerFunction(function, (json, call) -> json);
            assertThat(worker.trigger(function, i, Integer.class)).isEqualTo(i);
            worker.close();
        }
        Engine.awaitNoThreads();
    }
}
