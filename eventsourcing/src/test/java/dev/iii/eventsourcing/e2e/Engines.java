package dev.iii.eventsourcing.e2e;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import dev.iii.testing.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Engines that a test starts, stops and starts again, with their workers. Everything is closed after the test. */
final class Engines implements AfterEachCallback {

    static final Duration LONG = Duration.ofSeconds(20);

    private final List<AutoCloseable> closing = new ArrayList<>();

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (int i = closing.size() - 1; i >= 0; i--) {
            closing.get(i).close();
        }
        closing.clear();
    }

    /** Closes something after the test, before everything that was added earlier. */
    <T extends AutoCloseable> T closing(T closeable) {
        closing.add(closeable);
        return closeable;
    }

    /** Returns a condition that is checked often. */
    static ConditionFactory await(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }

    /** Starts an engine. */
    EngineStub start() {
        return start(0);
    }

    /** Starts an engine with a port for workers. */
    EngineStub start(int port) {
        return closing(EngineStub.start(StubOptions.builder().port(port).build()));
    }

    /** Starts a worker that waits as a standby if another one owns its functions. */
    Worker worker(EngineStub engine) {
        return closing(Iii.registerWorker(
                        engine.workerUrl().toString(),
                        Workers.options().standby(true).build()))
                .awaitReady(LONG);
    }
}
