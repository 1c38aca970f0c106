package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.e2e.Failing.Stuck;
import dev.iii.stub.EngineStub;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** An engine of its own for each test, which does wrong what the test wants; and a handler that stands still. */
abstract class FailuresTestBase {

    final EngineStub stub = EngineStub.start();
    final String function = unique("fn");
    final Stuck handler = new Stuck();

    private final Engine engine;

    /** @param engine closes the workers */
    FailuresTestBase(Engine engine) {
        this.engine = engine;
    }

    @AfterEach
    final void stop() {
        handler.go();
        stub.close();
    }

    final Worker worker(WorkerOptions.Builder options) {
        return engine.worker(stub.workerUrl().toString(), options.build()).awaitReady(PATIENCE);
    }

    final Worker worker() {
        return worker(Engine.options());
    }

    final void cutOff(Worker worker) {
        stub.faults().refuseConnections();
        stub.faults().dropConnections();
        Awaitility.await().atMost(PATIENCE).until(() -> worker.status() == WorkerStatus.RECONNECTING);
    }
}
