package dev.iii.eventsourcing.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.account.Account;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.WorkerRefusedException;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import dev.iii.testing.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests that event sourcing ends with its worker, also if {@link EventSourcing#close} is not called. */
@EngineTest
class ClosedWorkerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ClosedWorkerTest.class.getPackageName());

    @BeforeEach
    void recordTheLog() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.WARN);
    }

    @AfterEach
    void stopRecording() {
        logger.setLevel(null);
        logger.detachAppender(log);
        assertThat(log.list).isEmpty();
    }

    private static void start(Worker worker, String context) {
        EventSourcing es = EventSourcing.on(worker, context);
        es.add(Projection.state(Account.ACCOUNT, context + "-balances", 1));
        es.add(Reaction.of(
                Account.ACCOUNT,
                context + "::opened",
                String.class,
                (before, recorded, after) -> Optional.of(recorded.stream()),
                occasion -> {}));
        es.start();
    }

    private static List<String> threads(Worker worker) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("iii-" + worker.name() + "-"))
                .toList();
    }

    private static List<String> threads(Worker worker, String context) {
        String prefix = "iii-" + worker.name() + "-";
        return threads(worker).stream()
                .filter(name -> name.equals(prefix + "eventsourcing")
                        || name.equals(prefix + "journal")
                        || name.startsWith(prefix + context))
                .toList();
    }

    private static void awaitThreads(Worker worker, String context, int number) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threads(worker, context)).hasSize(number));
    }

    @Test
    void theThreadsEndWhenTheWorkerIsClosed(Workers workers) {
        Worker worker = workers.start("closed");
        start(worker, "closing");
        worker.awaitReady(PATIENCE);
        awaitThreads(worker, "closing", 4);
        worker.close();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threads(worker)).isEmpty());
    }

    /** The functions of the worker are unregistered then, so a standby may be the owner already. */
    @Test
    void theThreadsEndBeforeTheLastHandlerHasReturned(Workers workers) throws Exception {
        Worker worker = workers.start("drained");
        start(worker, "draining");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        worker.registerFunction("cmd::slow", (json, call) -> {
            running.countDown();
            return done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        });
        worker.awaitReady(PATIENCE);
        awaitThreads(worker, "draining", 4);
        var unused = worker.triggerAsync("cmd::slow", null);
        assertThat(running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> shutdown = CompletableFuture.supplyAsync(() -> worker.shutdown(PATIENCE));
        try {
            awaitThreads(worker, "draining", 0);
            assertThat(shutdown).isNotDone();
        } finally {
            done.countDown();
            shutdown.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void theThreadsEndWhenTheEngineRefusesTheWorker(Workers workers, EngineStub engine) {
        workers.start("twice");
        WorkerOptions second = Workers.options().fixedName("twice").build();
        try (Worker worker = Iii.registerWorker(engine.workerUrl().toString(), second, refused -> {
            start(refused, "refused");
            assertThat(threads(refused, "refused")).isNotEmpty();
        })) {
            assertThatThrownBy(() -> worker.closed().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(WorkerRefusedException.class);
            awaitThreads(worker, "refused", 0);
        }
    }
}
