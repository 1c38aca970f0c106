package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.transport.Closing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests the faults that a test can inject, over real sockets. */
class FaultsTest {

    private static final String ID = "11111111-1111-4111-8111-11111111111";

    private final EngineStub stub = EngineStub.start();

    @AfterEach
    void stop() {
        stub.close();
    }

    private TestClient worker() {
        TestClient client = new TestClient(stub.workerUrl());
        assertThat(client.hears().get("type").stringValue()).isEqualTo("workerregistered");
        return client;
    }

    private static String call(int id, String function) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"" + ID + id + "\",\"function_id\":\"" + function
                + "\",\"data\":null}";
    }

    private static void answer(TestClient worker, JsonNode call, int result) {
        worker.says("{\"type\":\"invocationresult\",\"invocation_id\":\""
                + call.get("invocation_id").stringValue() + "\",\"function_id\":\"f\",\"result\":" + result + "}");
    }

    @Test
    void droppedConnectionsAreClosedWithoutAHandshakeAndNewOnesAreAccepted() {
        try (TestClient worker = worker()) {
            stub.faults().dropConnections();
            assertThat(worker.closing().code()).isEqualTo(Closing.ABNORMAL);
            worker().close();
        }
    }

    @Test
    void halfOpenConnectionTransfersNothingAndNewOnesWork() {
        try (TestClient dead = worker();
                TestClient sound = worker()) {
            dead.says("{\"type\":\"ping\"}");
            assertThat(dead.hears().get("type").stringValue()).isEqualTo("pong");
            stub.faults().halfOpenConnections();
            dead.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
            dead.says("{\"type\":\"ping\"}");
            sound.says("{\"type\":\"ping\"}");
            try (TestClient fresh = worker()) {
                fresh.says(call(1, "f"));
                assertThat(fresh.hears().at("/error/code").stringValue()).isEqualTo("function_not_found");
            }
            assertThat(dead.waiting()).isZero();
            assertThat(sound.waiting()).isZero();
            assertThat(dead.connection().remoteAddress()).isNotNull();
        }
    }

    @Test
    void connectionsAreRefusedUntilTheFaultIsHealed() {
        stub.faults().refuseConnections();
        try (TestClient refused = new TestClient(stub.workerUrl())) {
            assertThat(refused.closing().opened()).isFalse();
            assertThat(refused.closing().reason()).contains("503");
        }
        stub.faults().heal();
        worker().close();
    }

    /** Registers the function {@code f}, and waits until the engine has done it. */
    private static void registerFunction(TestClient owner) {
        owner.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
        owner.says(call(0, "engine::workers::register").replace("null", "{\"name\":\"owner\"}"));
        assertThat(owner.hears().at("/result/success").booleanValue()).isTrue();
    }

    @Test
    void everySecondResultIsLost() {
        try (TestClient owner = worker();
                TestClient caller = worker()) {
            registerFunction(owner);
            stub.faults().loseResults(2);
            for (int i = 1; i <= 4; i++) {
                caller.says(call(i, "f"));
                answer(owner, owner.hears(), i);
            }
            assertThat(caller.hears().get("result").intValue()).isEqualTo(1);
            assertThat(caller.hears().get("result").intValue()).isEqualTo(3);
            await().until(() -> stub.faults().lostResults() == 2);
            stub.faults().heal();
            caller.says(call(5, "f"));
            answer(owner, owner.hears(), 5);
            assertThat(caller.hears().get("result").intValue()).isEqualTo(5);
        }
    }

    @Test
    void theCopiesOfALostResultAreLostToo() {
        try (TestClient owner = worker();
                TestClient caller = worker()) {
            registerFunction(owner);
            stub.faults().loseResults(2);
            for (int i = 1; i <= 3; i++) {
                caller.says(call(i, "f"));
                JsonNode frame = owner.hears();
                answer(owner, frame, i);
                answer(owner, frame, i);
            }
            assertThat(caller.hears().get("result").intValue()).isEqualTo(1);
            assertThat(caller.hears().get("result").intValue()).isEqualTo(3);
            assertThat(stub.faults().lostResults()).isEqualTo(1);
        }
    }

    @Test
    void anEarlyResultIsOnlyLostOnce() {
        try (TestClient owner = worker();
                TestClient caller = worker()) {
            registerFunction(owner);
            stub.faults().loseEarlyResults(1);
            AtomicInteger calls = new AtomicInteger();
            await().until(() -> {
                int i = calls.getAndIncrement() % 9 + 1;
                caller.says(call(i, "f"));
                JsonNode frame = owner.hears();
                answer(owner, frame, -i);
                answer(owner, frame, i);
                boolean lost = caller.hears().get("result").intValue() == i;
                // On a busy machine, some results take longer than 1 ms and are not early.
                return lost && stub.faults().lostResults() == 1;
            });
        }
    }

    @Test
    void oneEarlyResultInZeroIsRejected() {
        assertThatThrownBy(() -> stub.faults().loseEarlyResults(0)).hasMessage("oneIn is 0; it must be at least 1");
    }

    @Test
    void oneLostResultInZeroIsRejected() {
        assertThatThrownBy(() -> stub.faults().loseResults(0)).hasMessage("oneIn is 0; it must be at least 1");
    }

    @Test
    void faultsOfSubscriptionsNeedThePubSubWorker(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"), "workers: [{ name: iii-worker-manager, config: { port: 0 } }]");
        try (EngineStub without =
                EngineStub.start(StubOptions.builder().configFile(file).build())) {
            assertThatThrownBy(() -> without.faults().loseBroker())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("iii-pubsub");
            without.faults().heal();
        }
    }
}
