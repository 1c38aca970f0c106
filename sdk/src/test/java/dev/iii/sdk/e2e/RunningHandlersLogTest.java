package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log of a worker names the number of calls and handlers that a lost connection or a shutdown ends. */
class RunningHandlersLogTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final Worker worker = engine.worker();
    private final String function = unique("running");
    private final CountDownLatch runs = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    private CompletableFuture<Json> start() throws InterruptedException {
        worker.registerFunction(function, (json, call) -> {
                    runs.countDown();
                    end.await();
                    return json;
                })
                .awaitConfirmed(PATIENCE);
        CompletableFuture<Json> called = worker.triggerAsync(function, null);
        assertThat(runs.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return called;
    }

    private List<String> messages(LogLines log) {
        String prefix = "Worker " + worker.name() + ": ";
        return log.lines().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    @Test
    void aLostConnection() throws Exception {
        engine.onlyOnTheStub("it drops the connection");
        try (LogLines log = new LogLines(Worker.class)) {
            CompletableFuture<Json> called = start();
            engine.faults().orElseThrow().dropConnections();
            assertThatThrownBy(called::join).hasCauseInstanceOf(OutcomeUnknownException.class);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(messages(log))
                            .contains("connection lost; the outcome of 1 call is unknown, and the results of 1 running"
                                    + " handler are dropped"));
            end.countDown();
        }
    }

    @Test
    void aShutdownThatWaitsForAHandler() throws Exception {
        try (LogLines log = new LogLines(Worker.class, Level.INFO)) {
            CompletableFuture<Json> called = start();
            CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> worker.shutdown(PATIENCE));
            String line = "closing; waits up to " + PATIENCE.toMillis() + " ms for 1 running handler";
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(messages(log)).contains(line));
            end.countDown();
            assertThat(closed.join()).isTrue();
            assertThat(called.join()).isEqualTo(Json.NULL);
            assertThat(messages(log)).noneMatch(message -> message.contains("interrupted"));
        }
    }

    @Test
    void aShutdownThatInterruptsAHandler() throws Exception {
        try (LogLines log = new LogLines(Worker.class, Level.INFO)) {
            var unused = start();
            assertThat(worker.shutdown(Duration.ofMillis(50))).isFalse();
            worker.closed().join();
            assertThat(messages(log))
                    .contains(
                            "closing; waits up to 50 ms for 1 running handler",
                            "1 handler was still running at the end of the drain time and is interrupted");
        }
    }
}
