package dev.iii.eventsourcing.e2e;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.e2e.ViewProgram.Sums;
import dev.iii.sdk.Worker;
import dev.iii.stub.EngineStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program with a heap of 64 MB rebuilds a view of many events while commands arrive. {@code -Diii.rebuild.events} sets the
 * number of events, {@code -Diii.rebuild.rate} the commands per second.
 */
class RebuildUnderLoadTest {

    private static final int EVENTS = Integer.getInteger("iii.rebuild.events", 4_000);
    private static final int RATE = Integer.getInteger("iii.rebuild.rate", 100);
    private static final int EVENTS_PER_STREAM = 50;
    private static final int STREAMS = EVENTS / EVENTS_PER_STREAM;
    private static final int CLIENTS = 16;

    @RegisterExtension
    final Engines engines = new Engines();

    @TempDir
    private Path directory;

    private final AtomicLong added = new AtomicLong();

    private void add(EventSourcing es, int stream) {
        es.execute(COUNTER, "c-" + stream, 1, CommandOptions.NONE);
        added.incrementAndGet();
    }

    private static Sums sums(Worker worker) {
        return Objects.requireNonNull(worker.trigger("query::sums", Map.of(), Sums.class));
    }

    private static boolean serves(Worker worker, String generation) {
        return worker.trigger("eventsourcing::status", Map.of("context", "shop"))
                .field("projections")
                .text()
                .contains("\"serving\":\"" + generation + "\"");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void theOldRowsAreServedUntilTheNewOnesAreComplete() throws Exception {
        EngineStub engine = engines.start();
        Worker worker = engines.worker(engine);
        EventSourcing es = engines.closing(EventSourcing.on(worker, "shop"));
        ChildProgram view = engines.closing(ChildProgram.start(
                directory, "view", ViewProgram.class, "64m", engine.workerUrl().toString(), "view"));
        fill(es);
        Engines.await("the view contains all events")
                .ignoreExceptions()
                .until(() -> sums(worker).equals(new Sums(STREAMS, added.get(), added.get())));
        worker.trigger("eventsourcing::rebuild", Map.of("projection", "sums"));
        ScheduledExecutorService load = Executors.newScheduledThreadPool(CLIENTS);
        try {
            AtomicLong next = new AtomicLong();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(load.scheduleAtFixedRate(
                        () -> add(es, (int) (next.getAndIncrement() % STREAMS)),
                        0,
                        CLIENTS * 1_000_000L / RATE,
                        TimeUnit.MICROSECONDS));
            }
            long total = 0;
            while (!serves(worker, "v1.g2")) {
                Sums sums = sums(worker);
                assertThat(sums.rows()).isEqualTo(STREAMS);
                assertThat(sums.total()).isGreaterThanOrEqualTo(total);
                total = sums.total();
                assertThat(view.isAlive()).as(view.output()).isTrue();
            }
            assertThat(running).as("clients that have not failed").noneMatch(Future::isDone);
        } finally {
            load.shutdown();
            assertThat(load.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        Engines.await("the view equals the log")
                .until(() -> sums(worker).equals(new Sums(STREAMS, added.get(), added.get())));
        assertThat(added.get()).as("commands during the rebuild").isGreaterThan(EVENTS);
        assertThat(view.output()).doesNotContain("OutOfMemory");
    }

    private void fill(EventSourcing es) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                running.add(clients.submit(() -> {
                    for (int stream = first; stream < STREAMS; stream += CLIENTS) {
                        for (int i = 0; i < EVENTS_PER_STREAM; i++) {
                            add(es, stream);
                        }
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get(10, TimeUnit.MINUTES);
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
