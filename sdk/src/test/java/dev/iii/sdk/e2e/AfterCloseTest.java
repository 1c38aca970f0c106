package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.e2e.Failing.Stuck;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.stub.EngineStub;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever has gone wrong: when a worker is closed, no thread, socket or timer of it is left, and nothing holds it. */
class AfterCloseTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    /** A type that no other worker of this process reads before. */
    record ReadHereFirst(int number, Json json) {}

    private interface Scene {
        /** Lets the worker fail, closes it, and ends what it was connected to. */
        Worker play(WorkerOptions.Builder options) throws Exception;
    }

    /** The scenes are lambdas without state. */
    @SuppressWarnings("ImmutableEnumChecker")
    enum Failure {
        NONE(options -> onStub(options, (stub, worker) -> {})),
        NO_ENGINE(options -> {
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            Worker worker = Iii.registerWorker("ws://127.0.0.1:" + port, options.build());
            var unused = worker.triggerAsync("f", 1);
            awaitStatus(worker, WorkerStatus.RECONNECTING);
            worker.close();
            return worker;
        }),
        NO_ANSWER_TO_THE_UPGRADE(options -> onSilence(SilentPeer.Kind.TCP, options)),
        NO_GREETING(options -> onSilence(SilentPeer.Kind.WEB_SOCKET, options)),
        REFUSED(options -> {
            try (FakeEngine fake = new FakeEngine().silent()) {
                Worker worker = Iii.registerWorker(fake.url(), options.build());
                fake.accept().send(new ConnectionRefused(new ErrorBody("AUTH_ERROR", "no")));
                awaitStatus(worker, WorkerStatus.CLOSED);
                worker.close();
                return worker;
            }
        }),
        CONNECTION_REFUSED(options -> onStub(options, (stub, worker) -> {
            stub.faults().refuseConnections();
            stub.faults().dropConnections();
            awaitStatus(worker, WorkerStatus.RECONNECTING);
            var unused = worker.triggerAsync("f", 1);
        })),
        CONNECTION_DROPPED(options -> onStub(options, (stub, worker) -> {
            String id = worker.id().orElseThrow();
            stub.faults().dropConnections();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !id.equals(worker.id().orElseThrow()));
        })),
        HALF_OPEN(options -> onStub(
                options.heartbeat(new Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(60))),
                (stub, worker) -> stub.faults().halfOpenConnections())),
        ENGINE_GONE(options -> onStub(options, (stub, worker) -> {
            stub.close();
            awaitStatus(worker, WorkerStatus.RECONNECTING);
        })),
        RESULT_LOST(options -> onStub(options, (stub, worker) -> {
            worker.registerFunction("f", (json, call) -> 1).awaitConfirmed(PATIENCE);
            stub.faults().loseResults(1);
            var unused = worker.triggerAsync(Call.to("f", 1).timeout(Duration.ofMinutes(10)));
            Awaitility.await().atMost(PATIENCE).until(() -> stub.faults().lostResults() == 1);
        })),
        HANDLER_STUCK(options -> onStub(options, (stub, worker) -> {
            Stuck stuck = new Stuck();
            worker.registerFunction("f", stuck).awaitConfirmed(PATIENCE);
            var unused = worker.triggerAsync(Call.to("f", 1).timeout(Duration.ofMinutes(10)));
            stuck.awaitRun();
        })),
        TYPES_READ_FIRST(options -> onStub(options, (stub, worker) -> {
            worker.registerFunction("f", ReadHereFirst.class, (input, call) -> input)
                    .awaitConfirmed(PATIENCE);
            assertThat(worker.trigger("f", new ReadHereFirst(1, Json.of(2)), ReadHereFirst.class))
                    .isEqualTo(new ReadHereFirst(1, Json.of(2)));
        })),
        CHANNELS_OPEN(options -> onStub(options, (stub, worker) -> {
            Channel channel = worker.createChannel();
            channel.writer().sendText("x");
            assertThat(channel.reader().next()).isPresent();
        }));

        private final Scene scene;

        Failure(Scene scene) {
            this.scene = scene;
        }
    }

    private interface OnStub {
        void fail(EngineStub stub, Worker worker) throws Exception;
    }

    private static Worker onStub(WorkerOptions.Builder options, OnStub failure) throws Exception {
        try (EngineStub stub = EngineStub.start()) {
            Worker worker = Iii.registerWorker(stub.workerUrl().toString(), options.build())
                    .awaitReady(PATIENCE);
            failure.fail(stub, worker);
            worker.close();
            return worker;
        }
    }

    private static Worker onSilence(SilentPeer.Kind kind, WorkerOptions.Builder options) throws Exception {
        try (SilentPeer peer = SilentPeer.of(kind)) {
            Worker worker = Iii.registerWorker(peer.url(), options.build());
            var unused = worker.triggerAsync("f", 1);
            worker.registerFunction("g", (json, call) -> null);
            worker.close();
            return worker;
        }
    }

    private static void awaitStatus(Worker worker, WorkerStatus status) {
        Awaitility.await().atMost(PATIENCE).until(() -> worker.status() == status);
    }

    /** Sockets and selectors of this process; empty where there is no {@code /proc}. */
    private static Set<String> handles() {
        Path folder = Path.of("/proc/self/fd");
        Set<String> handles = new TreeSet<>();
        if (!Files.isDirectory(folder)) {
            return handles;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String target = target(file);
                if (target.startsWith("socket:") || target.startsWith("anon_inode:")) {
                    handles.add(target.startsWith("socket:") ? target : target + file.getFileName());
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return handles;
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return ""; // Closed meanwhile.
        }
    }

    /** In a method of its own, so that no variable of the test holds the worker. */
    private static WeakReference<Worker> play(Failure failure, WorkerOptions.Builder options) throws Exception {
        Worker worker = failure.scene.play(options);
        assertThat(worker.status()).isEqualTo(WorkerStatus.CLOSED);
        return new WeakReference<>(worker);
    }

    @BeforeAll
    static void warmUp() throws Exception {
        // What the JDK and libraries open once and keep.
        play(Failure.NONE, Engine.options());
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void nothingOfAWorkerIsLeft(Failure failure) throws Exception {
        String name = unique("test-close");
        Set<String> before = handles();
        WeakReference<Worker> worker = play(failure, Engine.options().name(name).drainTimeout(Duration.ofMillis(200)));
        Awaitility.await("threads have ended")
                .atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains(name)));
        Awaitility.await("sockets and selectors are closed")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(handles()).isSubsetOf(before));
        Awaitility.await("nothing holds the worker: no timer, no queue, no registry")
                .atMost(PATIENCE)
                .until(() -> {
                    System.gc();
                    return worker.get() == null;
                });
    }
}
