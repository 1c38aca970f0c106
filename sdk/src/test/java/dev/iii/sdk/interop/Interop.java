package dev.iii.sdk.interop;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One stub for a test class, or the engine at {@code -Diii.url=ws://…}, with a worker of this library and one of an official client on it, the peer. What the peer is
 * to do it is told by its functions, {@code peer::call} for a call and so on; its script has them all.
 */
final class Interop implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final @Nullable String GIVEN = System.getProperty("iii.url");

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Client client;
    private final List<Worker> others = new ArrayList<>();
    private @Nullable EngineStub stub;
    private @Nullable Process peer;
    private @Nullable Worker worker;
    private int port;

    Interop(Client client) {
        this.client = client;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        client.prepare();
        if (GIVEN == null) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            startStub();
        }
        peer = client.start(url());
        worker = connect(WorkerOptions.builder());
        awaitPeer();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        others.forEach(Worker::close);
        others.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (peer != null) {
            peer.getOutputStream().close();
            if (!peer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                peer.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
        if (worker != null) {
            worker.close();
        }
        if (stub != null) {
            stub.close();
        }
    }

    private void startStub() {
        stub = EngineStub.start(StubOptions.builder().port(port).build());
    }

    private Worker connect(WorkerOptions.Builder options) {
        return Iii.registerWorker(
                        url(),
                        options.name(unique("interop"))
                                .reconnect(Reconnect.after(
                                        Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(200))))
                                .heartbeat(new Heartbeat(Duration.ofMillis(500), Duration.ofSeconds(5)))
                                .build())
                .awaitReady(PATIENCE);
    }

    /** Waits until the functions of the peer can be called. */
    void awaitPeer() {
        Process process = Objects.requireNonNull(peer);
        Awaitility.await("the worker of the client for " + client.name() + " is there")
                .atMost(PATIENCE)
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("its process has ended: " + said());
                    }
                })
                .ignoreException(FunctionNotFoundException.class)
                .until(() -> !ask("echo", Map.of()).isNull());
    }

    private String said() {
        try {
            return Files.readString(client.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the stub, with all that it knows, and starts another one at the same port. */
    void restart() {
        stub().close();
        startStub();
    }

    /** The stub; a test that needs it is skipped on any other engine. */
    EngineStub stub() {
        Assumptions.assumeTrue(stub != null, "only on the stub");
        return Objects.requireNonNull(stub);
    }

    private String url() {
        return GIVEN == null ? stub().workerUrl().toString() : GIVEN;
    }

    /** Where http triggers are served. */
    String httpUrl() {
        return GIVEN == null ? stub().httpUrl().toString() : System.getProperty("iii.http", "http://127.0.0.1:3111");
    }

    /** The port of stream consumers. */
    String streamUrl() {
        return GIVEN == null ? stub().streamUrl().toString() : System.getProperty("iii.stream", "ws://127.0.0.1:3112");
    }

    String peerName() {
        return client.name() + "-peer";
    }

    /** The worker of this library. */
    Worker java() {
        return Objects.requireNonNull(worker);
    }

    /** Another one, closed after the test. */
    Worker java(WorkerOptions.Builder options) {
        Worker other = connect(options);
        others.add(other);
        return other;
    }

    /** Tells the peer to do something. */
    Json ask(String what, @Nullable Object input) {
        return java().trigger("peer::" + what, input);
    }

    <T> T ask(String what, @Nullable Object input, Class<T> type) {
        return Objects.requireNonNull(java().trigger("peer::" + what, input, type));
    }

    /** Has the peer call a function: {@code {"result"}} or {@code {"error": {"code", "message"}}}. */
    Json peerCalls(String function, @Nullable Object payload) {
        return ask("call", Map.of("function_id", function, "payload", Json.of(payload)));
    }

    /** A function of Java that keeps what it is called with. */
    BlockingQueue<Json> listen(String function) {
        BlockingQueue<Json> seen = new LinkedBlockingQueue<>();
        java().registerFunction(function, (json, call) -> {
                    seen.add(json);
                    return null;
                })
                .awaitConfirmed(PATIENCE);
        return seen;
    }

    static <T> T next(BlockingQueue<T> seen) throws InterruptedException {
        return Objects.requireNonNull(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "nothing came");
    }

    static String unique(String what) {
        return what + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
    }
}
