package dev.iii.stub.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iii.stub.TestClient;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.EngineSettings;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.core.environment.RandomIds;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** Tests ports that decide which clients are admitted, and paths other than the workers' path. */
class AdmissionTest {

    private final EventLoop loop = new EventLoop("test-loop");
    private final Engine engine = new Engine(new LoopClock(loop), new RandomIds(), EngineSettings.DEFAULT);
    private final BlockingQueue<Admission.Client> visitors = new LinkedBlockingQueue<>();
    private final CompletableFuture<Access> decision = new CompletableFuture<>();
    private final Echo guarded = new Echo();
    private WorkerPort port;

    AdmissionTest() throws PortException {
        Admission admission = connecting -> {
            visitors.add(connecting);
            return decision;
        };
        port = WorkerPort.listen(
                List.of(loop),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                engine,
                new WorkerPort.Options(
                        admission,
                        Limits.DEFAULT,
                        List.of(
                                SocketRoute.guarded(
                                        "/exact",
                                        request -> CompletableFuture.completedStage(new UpgradeDecision.Refuse(401))),
                                SocketRoute.guarded(
                                        "/guarded",
                                        request -> CompletableFuture.completedStage(
                                                new UpgradeDecision.Accept(guarded, Limits.DEFAULT))),
                                SocketRoute.open(
                                        "/below/",
                                        request -> CompletableFuture.completedStage(new UpgradeDecision.Refuse(400)))),
                        new AllowedOrigins(Set.of(), new LoopClock(loop)),
                        new ConnectionFaults()));
    }

    /** Sends messages back and records events. */
    private static final class Echo implements ConnectionListener {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Connection connection) {
            events.add("open");
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            connection.sendText(utf8, 0, utf8.length, Lane.DATA);
            connection.flush();
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            onText(connection, bytes);
        }

        @Override
        public void onClosed(Closing closing) {
            events.add("closed");
        }
    }

    @BeforeEach
    void listens() {
        assertThat(port.address().getPort()).isPositive();
    }

    @AfterEach
    void close() {
        port.close();
        engine.close();
        loop.close();
    }

    private TestClient connect(String path) {
        return new TestClient(URI.create("ws://127.0.0.1:" + port.address().getPort() + path));
    }

    @Test
    void messagesOfAWaitingClientAreHandledAfterItsAdmission() throws InterruptedException {
        try (TestClient client = connect("/?token=abc")) {
            Admission.Client connecting = visitors.poll(20, TimeUnit.SECONDS);
            assertThat(connecting).isNotNull();
            assertThat(connecting.query()).isEqualTo("token=abc");
            assertThat(connecting.address()).isEqualTo("127.0.0.1");
            assertThat(connecting.headers()).containsKey("host");
            assertThat(connecting).hasToString("Client[127.0.0.1]");
            client.says("{\"type\":\"ping\"}");
            assertThat(engine.workers()).isEmpty();
            decision.complete(Access.OPEN);
            assertThat(client.hears().get("type").stringValue()).isEqualTo("workerregistered");
            assertThat(client.hears().get("type").stringValue()).isEqualTo("pong");
        }
    }

    @Test
    void refusedClientReceivesTheReasonAndIsClosed() {
        decision.completeExceptionally(new InvocationFailed("AUTH_ERROR", "no token"));
        try (TestClient client = connect("/")) {
            assertThat(client.hears())
                    .isEqualTo(
                            new ObjectMapper()
                                    .readTree(
                                            "{\"type\":\"error\",\"error\":{\"code\":\"AUTH_ERROR\",\"message\":\"no token\"}}"));
            assertThat(client.closing().remote()).isTrue();
            assertThat(engine.workers()).isEmpty();
        }
    }

    @Test
    void failedDecisionRefusesWithoutDetails() {
        decision.completeExceptionally(new IllegalStateException("secret"));
        try (TestClient client = connect("/")) {
            assertThat(client.hears().at("/error/message").stringValue())
                    .isEqualTo("the engine could not decide about the connection");
        }
    }

    @Test
    void otherPathsGoToTheirHandlers() {
        try (TestClient exact = connect("/exact");
                TestClient below = connect("/below/x/y");
                TestClient above = connect("/below");
                TestClient unknown = connect("/unknown")) {
            assertThat(exact.closing().reason()).contains("401");
            assertThat(below.closing().reason()).contains("400");
            assertThat(above.closing().reason()).contains("404");
            assertThat(unknown.closing().reason()).contains("404");
        }
    }

    @Test
    void clientOfAGuardedPathIsServedAfterItsAdmission() throws InterruptedException {
        try (TestClient client = connect("/guarded?token=abc")) {
            Admission.Client connecting = visitors.poll(20, TimeUnit.SECONDS);
            assertThat(connecting).isNotNull();
            assertThat(connecting.query()).isEqualTo("token=abc");
            client.says("1");
            client.saysBinary(new byte[] {'2'});
            assertThat(guarded.events).isEmpty();
            decision.complete(Access.OPEN);
            assertThat(client.hears().intValue()).isEqualTo(1);
            assertThat(client.hears().intValue()).isEqualTo(2);
            assertThat(guarded.events.poll(20, TimeUnit.SECONDS)).isEqualTo("open");
            assertThat(engine.workers()).isEmpty();
        }
        assertThat(guarded.events.poll(20, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    @Test
    void refusedClientOfAGuardedPathReceivesTheReasonAndIsNotServed() {
        decision.completeExceptionally(new InvocationFailed("AUTH_ERROR", "no token"));
        try (TestClient client = connect("/guarded")) {
            assertThat(client.hears().at("/error/message").stringValue()).isEqualTo("no token");
            assertThat(client.closing().remote()).isTrue();
        }
        assertThat(guarded.events).isEmpty();
    }

    @Test
    void clientThatDisconnectsBeforeTheDecisionIsForgotten() throws InterruptedException {
        try (TestClient client = connect("/guarded");
                TestClient worker = connect("/")) {
            assertThat(visitors.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(visitors.poll(20, TimeUnit.SECONDS)).isNotNull();
            client.connection().abort("test");
            worker.connection().abort("test");
            client.closing();
            worker.closing();
        }
        decision.complete(Access.OPEN);
        try (TestClient later = connect("/guarded")) {
            later.says("1");
            assertThat(later.hears().intValue()).isEqualTo(1);
        }
        assertThat(guarded.events.poll(20, TimeUnit.SECONDS)).isEqualTo("open");
        await().until(() -> engine.workers().isEmpty());
    }
}
