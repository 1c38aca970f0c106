package dev.iii.eventsourcing.e2e;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.stub.EngineStub;
import dev.iii.testing.Workers;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What many streams in which nothing happens cost. {@code -Diii.idle.streams} sets their number; {@code -Pfull} uses 100,000.
 * Every build counts the calls of the engine. With many streams, the test also measures the processor time of the engine and the
 * program together, which the compiler of the JVM would dominate in a short run.
 */
class IdleStreamsTest {

    private static final int STREAMS = Integer.getInteger("iii.idle.streams", 1_000);
    private static final int MANY = 50_000;
    private static final int CLIENTS = 16;
    /** With many streams: the time until the journal has forgotten the last command, and until the compiler is idle. */
    private static final long SETTLE_SECONDS = STREAMS < MANY ? 0 : 90;

    private static final long SECONDS = STREAMS < MANY ? 3 : 30;
    private static final double MAX_SHARE = 0.05;
    /** All runners together check at most 100 streams per second, and read at most 32 buckets per second, with two calls each. */
    private static final long MAX_CALLS_PER_SECOND = 200;

    @RegisterExtension
    final Engines engines = new Engines();

    private final AtomicLong calls = new AtomicLong();

    private record Reading(long nanos, long processorNanos, long calls) {}

    private Reading reading() {
        return new Reading(
                System.nanoTime(),
                ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime(),
                calls.get());
    }

    private Worker worker(EngineStub engine) {
        return engines.closing(Iii.registerWorker(
                        engine.workerUrl().toString(),
                        Workers.options()
                                .interceptCalls((call, chain) -> {
                                    calls.incrementAndGet();
                                    return chain.proceed(call);
                                })
                                .build()))
                .awaitReady(Engines.LONG);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void idleStreamsCostAlmostNothing() throws Exception {
        EventSourcing es = engines.closing(EventSourcing.on(worker(engines.start()), "shop"));
        View<Sum> view = es.add(Projection.state(COUNTER, "sums", 1));
        es.start();
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
        try {
            Reading begin = reading();
            fill(es, clients);
            Awaitility.await("all rows")
                    .atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofMillis(STREAMS < MANY ? 100 : 1_000))
                    .ignoreExceptionsInstanceOf(FunctionException.class)
                    .until(() -> view.<Integer>fold(0, (rows, row) -> rows + 1) == STREAMS);
            Reading filled = reading();
            Reading before = Objects.requireNonNull(clients.schedule(this::reading, SETTLE_SECONDS, TimeUnit.SECONDS)
                    .get());
            Reading after = Objects.requireNonNull(
                    clients.schedule(this::reading, SECONDS, TimeUnit.SECONDS).get());
            double seconds = (after.nanos() - before.nanos()) / 1e9;
            double share = (after.processorNanos() - before.processorNanos()) / 1e9 / seconds;
            long idleCalls = after.calls() - before.calls();
            System.out.printf(
                    "%d streams in %.1f s with %.1f calls each; idle: %.0f calls per second, %.3f of a core%n",
                    STREAMS,
                    (filled.nanos() - begin.nanos()) / 1e9,
                    (filled.calls() - begin.calls()) / (double) STREAMS,
                    idleCalls / seconds,
                    share);
            // In the first seconds, each stream is read twice more, because its journal entry may be from another
            // program.
            assertThat(idleCalls)
                    .isLessThan((long) (seconds * MAX_CALLS_PER_SECOND) + (STREAMS < MANY ? 2 * STREAMS : 0));
            if (STREAMS >= MANY) {
                assertThat(share).isLessThan(MAX_SHARE);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static void fill(EventSourcing es, ScheduledExecutorService clients) throws Exception {
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
    }
}
