package dev.iii.sdk.e2e;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.stub.EngineStub;
import dev.iii.stub.Faults;
import dev.iii.stub.StubOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The engine that a test class runs against: a stub of its own, or the engine at {@code -Diii.url=ws://…}. After each test
 * its workers are closed, and no thread of theirs may be left.
 */
final class Engine implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final List<Worker> workers = new ArrayList<>();
    private final StubOptions options;
    private @Nullable EngineStub stub;
    private String url = "";

    Engine() {
        this(StubOptions.defaults());
    }

    /** @param options of the stub, when there is one; a given engine must be configured so by itself */
    Engine(StubOptions options) {
        this.options = options;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        String given = System.getProperty("iii.url");
        if (given == null) {
            EngineStub started = EngineStub.start(options);
            stub = started;
            url = started.workerUrl().toString();
        } else {
            url = given;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        workers.forEach(Worker::close);
        workers.clear();
        awaitNoThreads();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (stub != null) {
            stub.close();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> threads().stream().noneMatch(name -> name.startsWith("iii-")));
    }

    static void awaitNoThreads() {
        Awaitility.await("threads of workers have ended")
                .atMost(PATIENCE)
                .until(() -> threads().stream().noneMatch(name -> name.startsWith("iii-test")));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    /** Skips the test on the stub, saying why. */
    void onlyOnARealEngine(String why) {
        Assumptions.assumeTrue(stub == null, "not on the stub: " + why);
    }

    /** Skips the test on any other engine, saying why. */
    void onlyOnTheStub(String why) {
        Assumptions.assumeTrue(stub != null, "only on the stub: " + why);
    }

    /** What can go wrong at the stub; empty for any other engine. */
    Optional<Faults> faults() {
        return Optional.ofNullable(stub).map(EngineStub::faults);
    }

    String url() {
        return url;
    }

    /** Where http triggers are served: at the stub, or at {@code -Diii.http=http://…}, {@code 3111} when it is not set. */
    String httpUrl() {
        return stub == null
                ? System.getProperty("iii.http", "http://127.0.0.1:3111")
                : stub.httpUrl().toString();
    }

    /** The stream port: of the stub, or at {@code -Diii.stream=ws://…}, {@code 3112} when it is not set. */
    String streamUrl() {
        return stub == null
                ? System.getProperty("iii.stream", "ws://127.0.0.1:3112")
                : stub.streamUrl().toString();
    }

    /**
     * The port with access control: of the stub, or at {@code -Diii.rbac=ws://…}, which must be configured as {@code
     * vectors/engine.yaml} has it. Skips the test when it is not given.
     */
    String guardedUrl() {
        if (stub != null) {
            return stub.workerUrls().get(1).toString();
        }
        String given = System.getProperty("iii.rbac");
        Assumptions.assumeTrue(given != null, "-Diii.rbac does not say where the port with access control is");
        return notNull(given);
    }

    /** A name, function id or topic that nothing else has. */
    static String unique(String what) {
        return what + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
    }

    /** A worker that is connected, and closed after the test. */
    Worker worker() {
        return worker(options().build()).awaitReady(PATIENCE);
    }

    /** A worker that is closed after the test. */
    Worker worker(WorkerOptions options) {
        return worker(url, options);
    }

    Worker worker(String address, WorkerOptions options) {
        Worker worker = Iii.registerWorker(address, options);
        workers.add(worker);
        return worker;
    }

    /** A worker that registers before it connects, and is closed after the test. */
    Worker worker(WorkerOptions options, Consumer<Worker> registrations) {
        Worker worker = Iii.registerWorker(url, options, registrations);
        workers.add(worker);
        return worker;
    }

    /** A name of its own and quick reconnects. */
    static WorkerOptions.Builder options() {
        return WorkerOptions.builder()
                .name(unique("test"))
                .reconnect(Reconnect.after(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(200))))
                .heartbeat(new Heartbeat(Duration.ofMillis(500), Duration.ofSeconds(5)));
    }

    /** What callers without null checks give. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T nothing() {
        return null;
    }

    static <T> T notNull(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
