package dev.iii.eventsourcing.internal.projection;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.internal.projection.Counters.Counted;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A view with many changed streams does not wait for the engine once for each of them. */
class ParallelStreamsTest extends ProjectionScenario {

    private static final int STREAMS = 16;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CyclicBarrier all = new CyclicBarrier(STREAMS);
    private volatile boolean meeting;
    private volatile boolean threadless;
    private volatile @Nullable String failing;

    /** The store in memory. While {@link #meeting}, a reading of a log begins when all streams are being read. */
    private final StateStore meetingStore = new StateStore() {
        @Override
        public @Nullable Json get(String scope, String key) {
            if (meeting && scope.contains(".log.")) {
                try {
                    all.await(20, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new AssertionError("only " + all.getNumberWaiting() + " streams are read", e);
                }
            }
            String lost = failing;
            if (lost != null && key.startsWith(lost + "/")) {
                throw new CallTimeoutException("the engine does not answer", true);
            }
            synchronized (store) {
                return store.get(scope, key);
            }
        }

        @Override
        public @Nullable Json set(String scope, String key, Json value) {
            synchronized (store) {
                return store.set(scope, key, value);
            }
        }

        @Override
        public Json update(String scope, String key, StateUpdate update) {
            synchronized (store) {
                return store.update(scope, key, update);
            }
        }

        @Override
        public @Nullable Json delete(String scope, String key) {
            synchronized (store) {
                return store.delete(scope, key);
            }
        }

        @Override
        public List<Json> list(String scope) {
            synchronized (store) {
                return store.list(scope);
            }
        }
    };

    private void execute(Runnable task) {
        if (threadless) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        threads.execute(task);
    }

    private final ProjectionRunner<Counters.Event, Sum> runner = new ProjectionRunner<>(
            Projection.state(COUNTER, "sums", 1),
            new RunnerContext(meetingStore, scopes, clock, new Random(1), () -> 1, lines::logger, this::execute),
            () -> owner);
    private final ProjectionView<Sum> view = new ProjectionView<>(runner);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private String[] changed() {
        String[] streams = fill(STREAMS, 1);
        settle(runner);
        for (String stream : streams) {
            log.append(stream, new Counted(5));
            runner.grown(stream);
        }
        return streams;
    }

    @Test
    void changedStreamsAreReadAtTheSameTime() {
        String[] streams = changed();
        meeting = true;
        assertThat(runner.work()).isTrue();
        meeting = false;
        assertEqualsLog(view, streams);
    }

    @Test
    void aStreamThatCannotBeReadIsReadAgainAndStopsNoOther() {
        String[] streams = changed();
        failing = "c-7";
        List<RuntimeException> thrown = new ArrayList<>();
        try {
            runner.work();
        } catch (CallTimeoutException e) {
            thrown.add(e);
        }
        assertThat(thrown).hasSize(1);
        assertThat(rows(view)).containsEntry("c-6", log.fold("c-6")).containsEntry("c-15", log.fold("c-15"));
        assertThat(runner.waiting()).isEqualTo(1);
        failing = null;
        settle(runner);
        assertEqualsLog(view, streams);
    }

    @Test
    void changedStreamsAreReadWithoutAThreadForThem() {
        String[] streams = changed();
        threadless = true;
        assertThat(runner.work()).isTrue();
        assertEqualsLog(view, streams);
        assertThat(runner.waiting()).isZero();
    }
}
