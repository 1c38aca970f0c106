package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.connection.Connections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that the log contains which workers connect and disconnect. */
class WorkerLogTest {

    private static final int WORKERS = 3_000;
    private static final int MAX_LINES = 100;

    private final TestEngine test = new TestEngine();

    @RegisterExtension
    final CaughtLines log = new CaughtLines(Connections.class.getName(), Level.INFO);

    private void announce(TestPeer peer, @Nullable String name, @Nullable Long pid) {
        test.engine.announce(peer.worker(), new Announcement(name, null, "test", null, null, null, pid, null, null));
    }

    @Test
    void aNamedWorkerIsLoggedOnceWithItsRegistrations() {
        TestPeer peer = test.connect();
        announce(peer, "shop", null);
        peer.says(
                "{\"type\":\"registerfunction\",\"id\":\"f\"}",
                "{\"type\":\"registerfunction\",\"id\":\"g\"}",
                "{\"type\":\"registertriggertype\",\"id\":\"x\",\"description\":\"\"}",
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"x\",\"function_id\":\"f\",\"config\":{}}");
        assertThat(log.take()).isEmpty();
        announce(peer, "shop", 7L);
        announce(peer, "shop", 7L);
        String worker = "shop (" + peer.id() + ")";
        assertThat(log.take()).containsExactly("Worker " + worker + " is connected; functions so far: 2, triggers: 1");
        peer.leaves();
        assertThat(log.take()).singleElement().asString().startsWith("Worker " + worker + " has disconnected: ");
    }

    @Test
    void aWorkerWithoutANameIsNotLogged() {
        TestPeer peer = test.connect();
        announce(peer, null, 7L);
        peer.leaves();
        assertThat(log.take()).isEmpty();
    }

    @Test
    void thousandsOfWorkersDoNotFillTheLog() {
        for (int i = 0; i < WORKERS; i++) {
            TestPeer peer = test.connect();
            announce(peer, "w" + i, 7L);
            peer.leaves();
        }
        assertThat(log.take()).hasSizeBetween(1, 2 * MAX_LINES);
    }
}
