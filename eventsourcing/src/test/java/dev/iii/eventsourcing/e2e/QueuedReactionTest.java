package dev.iii.eventsourcing.e2e;

import static dev.iii.eventsourcing.e2e.Engines.LONG;
import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.internal.projection.Counters;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Reactions with and without a queue, on engines with and without queues for calls. The log says how they are called. */
class QueuedReactionTest {

    @RegisterExtension
    final Engines engines = new Engines();

    @TempDir
    private Path folder;

    private final Queue<Reaction.Occasion<Integer>> handled = new ConcurrentLinkedQueue<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.iii.eventsourcing.internal.runtime");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void recordTheLog() {
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopRecording() {
        logger.setLevel(null);
        logger.detachAppender(appender);
    }

    private Reaction<Counters.Event, Sum, Integer> appended() {
        return Reaction.of(
                COUNTER,
                "notify::appended",
                Integer.class,
                (before, recorded, after) -> Optional.of(after.total()),
                handled::add);
    }

    private void isHandled(EngineStub engine, Reaction<Counters.Event, Sum, Integer> reaction) {
        Worker worker = engines.worker(engine);
        EventSourcing es = engines.closing(EventSourcing.on(worker, "shop"));
        es.add(reaction).start();
        await().atMost(LONG)
                .until(() -> worker.state()
                        .get("shop.reactions", "notify::appended", Json.class)
                        .isPresent());
        es.execute(COUNTER, "a", 12, CommandOptions.NONE);
        await().atMost(LONG).until(() -> !handled.isEmpty());
        assertThat(handled.element().value()).isEqualTo(12);
        assertThat(handled.element().attempt()).isEqualTo(1);
    }

    @Test
    void aReactionWithoutAQueueIsCalledByItsOwnSchedule() {
        isHandled(engines.start(), appended());
        assertThat(lines).contains("Reaction notify::appended is called by its own schedule");
    }

    @Test
    void aReactionIsCalledThroughAQueue() {
        isHandled(engines.start(), appended().queue("default"));
        assertThat(lines).contains("Reaction notify::appended is called by the queue default");
    }

    /** The built-in worker {@code iii-queue} has durable topics, but no queues for calls. */
    @Test
    void aReactionWithAQueueIsCalledByItsOwnScheduleOnAnEngineWithoutQueuesForCalls() throws IOException {
        Path config = Files.writeString(folder.resolve("engine.yaml"), """
                workers:
                  - name: iii-worker-manager
                    config: { host: 127.0.0.1, port: 0 }
                  - name: iii-pubsub
                  - name: iii-state
                  - name: iii-queue
                """);
        EngineStub engine = engines.closing(
                EngineStub.start(StubOptions.builder().configFile(config).build()));
        isHandled(engine, appended().queue("default"));
        assertThat(lines)
                .contains("Reaction notify::appended is called by its own schedule, because the engine has no queue"
                        + " provider (iii worker add queue)");
    }
}
