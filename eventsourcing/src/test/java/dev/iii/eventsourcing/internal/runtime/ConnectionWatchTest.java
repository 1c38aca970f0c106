package dev.iii.eventsourcing.internal.runtime;

import dev.iii.eventsourcing.internal.store.EngineStore;
import dev.iii.eventsourcing.internal.store.LogSignals;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.sdk.Worker;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@EngineTest
class ConnectionWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LogSignals signals = new LogSignals();

    private void awaitInvalidated(int times) {
        Awaitility.await().atMost(PATIENCE).until(() -> signals.epoch() >= times);
    }

    private ConnectionWatch watch(Worker worker) {
        return new ConnectionWatch(
                worker, new EngineStore(worker.state(), PATIENCE), new Scopes("shop"), signals, () -> {});
    }

    /** If the state is exchanged before the first value is written, no later value shows it. */
    @Test
    void whatWasRememberedBeforeTheFirstValueIsNotTrusted(Worker worker) {
        ConnectionWatch watch = watch(worker);
        awaitInvalidated(1);
        watch.close();
    }

    @Test
    void theSameHoldsAfterAReconnect(Worker worker, EngineStub engine) {
        ConnectionWatch watch = watch(worker);
        awaitInvalidated(1);
        engine.faults().dropConnections();
        // Once when the connection is replaced, and once when the first value is written.
        awaitInvalidated(3);
        watch.close();
    }
}
