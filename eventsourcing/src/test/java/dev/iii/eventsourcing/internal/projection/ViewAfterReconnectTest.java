package dev.iii.eventsourcing.internal.projection;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.projection.Counters.Counted;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After a reconnect to an engine that has lost events, a view equals the log within 5 seconds. Time is virtual: each operation of
 * the engine takes 2 ms, which is slower than any that was measured.
 */
class ViewAfterReconnectTest {

    private static final int STREAMS = 200;
    private static final int TWO_SEGMENTS = 2 * Counters.SEGMENT;
    private static final int MOST_LOST = 8;
    private static final Duration OPERATION = Duration.ofMillis(2);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The scopes that go back to an earlier state. */
    private enum Lost {
        EVERYTHING,
        LOGS,
        VIEWS;

        boolean includes(String scope) {
            return switch (this) {
                case EVERYTHING -> true;
                case LOGS -> scope.contains(".log.");
                case VIEWS -> scope.contains(".view.");
            };
        }
    }

    private final MemoryStore store = new MemoryStore();
    private final ManualClock clock = new ManualClock();
    private final Scopes scopes = new Scopes("shop");
    private final RandomGenerator random = new Random(1);
    private final RunnerContext context =
            new RunnerContext(store, scopes, clock, random, () -> 1, new LogLines()::logger, Runnable::run);
    private final Counters log = new Counters(store, scopes, clock);

    static Stream<Arguments> cases() {
        return Stream.of(Lost.values())
                .flatMap(lost -> Stream.iterate(1, events -> events <= MOST_LOST, events -> events + 1)
                        .flatMap(events -> Stream.of(true, false).map(other -> Arguments.of(lost, events, other))));
    }

    private void append(int streams, int events) {
        for (int s = 0; s < streams; s++) {
            for (int e = 0; e < events; e++) {
                log.append("c-" + s, new Counted(e + 1));
            }
        }
    }

    private ProjectionRunner<Counters.Event, Sum> runner() {
        return new ProjectionRunner<>(Projection.state(COUNTER, "sums", 1), context, () -> true);
    }

    private static void work(Runner runner) {
        int steps = 0;
        while (runner.work()) {
            assertThat(++steps).as("steps without an end").isLessThan(100_000);
        }
    }

    @ParameterizedTest(name = "{0} go back by {1} events, other writer: {2}")
    @MethodSource("cases")
    void aViewEqualsTheLogWithinFiveSeconds(Lost lost, int events, boolean otherWriter) {
        int kept = Math.max(0, TWO_SEGMENTS - events);
        append(STREAMS, kept);
        work(runner());
        Map<String, Map<String, Json>> saved = store.save();
        append(STREAMS, events);
        ProjectionRunner<Counters.Event, Sum> runner = runner();
        work(runner);
        store.restore(saved, lost::includes);
        if (otherWriter) {
            append(STREAMS / 2, 1);
        }
        store.eachOperationTakes(clock, OPERATION);
        long reconnected = clock.millis();
        runner.compareAll();
        work(runner);
        assertThat(clock.millis() - reconnected).isLessThan(LIMIT.toMillis());
        Map<String, Sum> expected = new HashMap<>();
        for (int s = 0; s < STREAMS; s++) {
            Sum sum = log.fold("c-" + s);
            if (sum.events() > 0) {
                expected.put("c-" + s, sum);
            }
        }
        View<Sum> view = new ProjectionView<>(runner);
        assertThat(view.<Map<String, Sum>>fold(new HashMap<>(), (map, row) -> {
                    map.put(row.stream(), row.value());
                    return map;
                }))
                .isEqualTo(expected);
        ProjectionRunner<Counters.Event, Sum> next = runner();
        work(next);
        assertThat(new ProjectionView<>(next).<Integer>fold(0, (sum, row) -> sum + 1))
                .isEqualTo(expected.size());
    }
}
