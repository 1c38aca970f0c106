package dev.iii.eventsourcing.internal.projection;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.projection.Counters.Counted;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.eventsourcing.internal.store.Scopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A projection of counters on a store in memory. Time is injected; the test itself is the thread. */
abstract class ProjectionScenario {

    static final Comparator<View.Row<Sum>> BY_STREAM = Comparator.comparing(View.Row::stream);

    final MemoryStore store = new MemoryStore();
    final ManualClock clock = new ManualClock();
    final Scopes scopes = new Scopes("shop");
    final RandomGenerator random = new Random(1);
    final LogLines lines = new LogLines();
    final RunnerContext context =
            new RunnerContext(store, scopes, clock, random, () -> 1, lines::logger, Runnable::run);
    final Counters log = new Counters(store, scopes, clock);
    boolean owner = true;

    <V> ProjectionRunner<Counters.Event, V> runner(Projection<Counters.Event, V> projection) {
        return new ProjectionRunner<>(projection, context, () -> owner);
    }

    ProjectionRunner<Counters.Event, Sum> sums(int version) {
        return runner(Projection.state(COUNTER, "sums", version));
    }

    /** Works until there is nothing to do at the present time. */
    static void settle(Runner runner) {
        int steps = 0;
        while (runner.work()) {
            assertThat(++steps).as("steps without an end").isLessThan(100_000);
        }
    }

    /** Works while time passes, in small steps. */
    void pass(Runner runner, Duration time) {
        long end = clock.millis() + time.toMillis();
        while (clock.millis() < end) {
            settle(runner);
            runner.journalRead();
            clock.advance(Duration.ofMillis(5));
        }
    }

    static Map<String, Sum> rows(View<Sum> view) {
        return view.<Map<String, Sum>>fold(new HashMap<>(), (map, row) -> {
            map.put(row.stream(), row.value());
            return map;
        });
    }

    void assertEqualsLog(View<Sum> view, String... streams) {
        Map<String, Sum> expected = new HashMap<>();
        for (String stream : streams) {
            Sum sum = log.fold(stream);
            if (sum.events() > 0) {
                expected.put(stream, sum);
            }
        }
        assertThat(rows(view)).isEqualTo(expected);
    }

    String[] fill(int streams, int events) {
        List<String> names = new ArrayList<>();
        for (int s = 0; s < streams; s++) {
            names.add("c-" + s);
            for (int e = 0; e < events; e++) {
                log.append("c-" + s, new Counted(e + 1));
            }
        }
        return names.toArray(String[]::new);
    }
}
