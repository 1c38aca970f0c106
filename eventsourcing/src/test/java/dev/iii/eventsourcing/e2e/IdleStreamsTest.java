package dev.iii.eventsourcing.e2e;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.sdk.error.FunctionException;
import dev.iii.stub.EngineStub;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The processor time of many streams in which nothing happens, for the engine and the program together. {@code
 * -Diii.idle.streams} sets their number; {@code -Pfull} uses 100,000.
 */
@EnabledIfSystemProperty(named = "iii.idle.streams", matches = "\\d+")
class IdleStreamsTest {

    private static final int STREAMS = Integer.getInteger("iii.idle.streams", 0);
    private static final int CLIENTS = 16;
    private static final long SETTLE_SECONDS = 10;
    private static final long SECONDS = 30;
    private static final double MAX_SHARE = 0.05;

    @RegisterExtension
    final Engines engines = new Engines();

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void idleStreamsNeedLessThanATwentiethOfACore() throws Exception {
        EngineStub engine = engines.start();
        EventSourcing es = engines.closing(EventSourcing.on(engines.worker(engine), "shop"));
        View<Sum> view = es.add(Projection.state(COUNTER, "sums", 1));
        es.start();
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                running.add(clients.submit(() -> {
                    for (int i = first; i < STREAMS; i += CLIENTS) {
                        es.execute(COUNTER, "c-" + i, 1, CommandOptions.NONE);
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get(30, TimeUnit.MINUTES);
            }
            Awaitility.await("all rows")
                    .atMost(Duration.ofMinutes(10))
                    .ignoreExceptionsInstanceOf(FunctionException.class)
                    .until(() -> view.<Integer>fold(0, (rows, row) -> rows + 1) == STREAMS);
            long before = Objects.requireNonNull(
                    clients.schedule(IdleStreamsTest::processorNanos, SETTLE_SECONDS, TimeUnit.SECONDS)
                            .get());
            long after =
                    Objects.requireNonNull(clients.schedule(IdleStreamsTest::processorNanos, SECONDS, TimeUnit.SECONDS)
                            .get());
            double share = (after - before) / 1e9 / SECONDS;
            System.out.printf("%d idle streams: %.3f of a core%n", STREAMS, share);
            assertThat(share).isLessThan(MAX_SHARE);
        } finally {
            clients.shutdownNow();
        }
    }
}
