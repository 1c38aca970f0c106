package dev.iii.eventsourcing.internal.projection;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.projection.Counters.Closed;
import dev.iii.eventsourcing.internal.projection.Counters.Counted;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views follow the log, whatever the engine loses. */
class ProjectionRunnerTest extends ProjectionScenario {

    @Test
    void aViewContainsTheFoldOfEachStream() {
        String[] streams = fill(20, 8);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        View<Sum> view = new ProjectionView<>(runner);
        settle(runner);
        assertEqualsLog(view, streams);
        log.append("c-3", new Counted(10), new Closed());
        log.append("new", new Counted(1));
        runner.grown("c-3");
        runner.grown("new");
        settle(runner);
        assertThat(view.get("c-3")).contains(new View.Row<>("c-3", new Sum(46, 10), 10));
        assertThat(view.get("new")).contains(new View.Row<>("new", new Sum(1, 1), 1));
        assertThat(view.get("nothing")).isEmpty();
    }

    @Test
    void aNewEventCostsOneReadingAndOneWrite() {
        fill(200, 1);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        settle(runner);
        log.append("c-7", new Closed());
        int before = store.operations().size();
        runner.grown("c-7");
        assertThat(runner.work()).isTrue();
        assertThat(store.operations().subList(before, store.operations().size()))
                .hasSize(2);
    }

    @Test
    void theCheckpointIsInTheRow() {
        fill(1, 5);
        settle(sums(1));
        Json row = store.value("shop.view.sums.v1.g1." + Scopes.bucket("c-0"), "c-0");
        assertThat(row.field("v").as(String.class)).isEqualTo("{\"total\":15,\"events\":5}");
        assertThat(row.field("at").field("n").text()).isEqualTo("5");
    }

    @Test
    void aRestartedProgramDoesNotReadEventsAgain() {
        fill(1, 9);
        settle(sums(1));
        List<String> applied = new ArrayList<>();
        ProjectionRunner<Counters.Event, Sum> again =
                runner(Projection.of(COUNTER, "sums", 1, Sum.class, (before, recorded) -> {
                    applied.add(recorded.id());
                    return before;
                }));
        settle(again);
        assertThat(applied).isEmpty();
        assertThat(rows(new ProjectionView<>(again))).containsEntry("c-0", new Sum(45, 9));
    }

    @Test
    void aStreamThatFailedIsTriedAgainAlsoIfTheClockIsSetBack() {
        fill(1, 1);
        AtomicInteger failures = new AtomicInteger(1);
        ProjectionRunner<Counters.Event, Sum> runner =
                runner(Projection.of(COUNTER, "sums", 1, Sum.class, (before, recorded) -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("a failure");
                    }
                    return new Sum(1, 1);
                }));
        settle(runner);
        View<Sum> view = new ProjectionView<>(runner);
        assertThat(rows(view)).isEmpty();
        clock.advance(Duration.ofDays(-1));
        settle(runner);
        assertThat(rows(view)).containsOnlyKeys("c-0");
    }

    /** The messages about the event are lost, and so is the pointer to the rows. */
    @Test
    void theChecksContinueAlsoIfTheClockIsSetBack() {
        String[] streams = fill(3, 2);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        pass(runner, Duration.ofSeconds(5));
        clock.advance(Duration.ofDays(-1));
        log.append("c-1", new Counted(100));
        store.lose(scope -> scope.equals("shop.projections"));
        pass(runner, Duration.ofSeconds(5));
        assertEqualsLog(new ProjectionView<>(runner), streams);
        assertThat(store.scope("shop.projections")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void viewsFollowAnEngineThatWentBackBySomeEvents(int lost) {
        String[] streams = fill(6, 10 - lost);
        Map<String, Map<String, Json>> saved = store.save();
        fill(6, lost);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        View<Sum> view = new ProjectionView<>(runner);
        settle(runner);
        for (int kind = 0; kind < 3; kind++) {
            int which = kind;
            store.restore(saved, scope -> which == 2 || scope.contains(".log.") == (which == 0));
            runner.compareAll();
            settle(runner);
            assertEqualsLog(view, streams);
            log.append("c-1", new Counted(100));
            log.append("c-2", new Closed());
            runner.grown("c-1");
            runner.grown("c-2");
            settle(runner);
            assertEqualsLog(view, streams);
            settle(sums(1));
            ProjectionRunner<Counters.Event, Sum> other = sums(1);
            settle(other);
            assertEqualsLog(new ProjectionView<>(other), streams);
        }
    }

    @Test
    void viewsFollowAnEmptyEngine() {
        String[] streams = fill(6, 5);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        View<Sum> view = new ProjectionView<>(runner);
        settle(runner);
        store.lose(scope -> true);
        runner.compareAll();
        settle(runner);
        assertThat(rows(view)).isEmpty();
        log.append("c-1", new Counted(3));
        runner.grown("c-1");
        settle(runner);
        assertEqualsLog(view, streams);
    }

    @Test
    void eventsThatNoMessageNamedAreFoundByTheBackgroundCheck() {
        String[] streams = fill(30, 4);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        settle(runner);
        log.append("c-9", new Counted(1));
        log.append("silent", new Counted(1));
        pass(runner, Duration.ofSeconds(4));
        List<String> all = new ArrayList<>(List.of(streams));
        all.add("silent");
        assertEqualsLog(new ProjectionView<>(runner), all.toArray(String[]::new));
    }

    @Test
    void theIdleCostIsTheSameForManyStreams() {
        int[] costs = new int[2];
        int[] sizes = {1_000, 4_000};
        for (int i = 0; i < sizes.length; i++) {
            fill(sizes[i], 1);
            ProjectionRunner<Counters.Event, Sum> runner = sums(i + 1);
            settle(runner);
            pass(runner, Duration.ofSeconds(2));
            int before = store.operations().size();
            pass(runner, Duration.ofSeconds(10));
            costs[i] = store.operations().size() - before;
        }
        assertThat(costs[1]).isLessThan(costs[0] * 11 / 10);
        assertThat(costs[1]).isLessThan(10 * 300);
    }

    @Test
    void aFailingStreamStopsNoOtherAndIsTriedAgain() {
        fill(3, 2);
        boolean[] broken = {true};
        Projection<Counters.Event, Sum> projection =
                Projection.of(COUNTER, "sums", 1, Sum.class, (before, recorded) -> {
                    if (broken[0] && recorded.stream().equals("c-1") && recorded.number() == 2) {
                        throw new IllegalStateException("cannot read it");
                    }
                    return COUNTER.decider()
                            .evolve(before == null ? COUNTER.decider().initial() : before, recorded.event());
                });
        ProjectionRunner<Counters.Event, Sum> runner = runner(projection);
        View<Sum> view = new ProjectionView<>(runner);
        settle(runner);
        assertThat(rows(view)).isEqualTo(Map.of("c-0", new Sum(3, 2), "c-1", new Sum(1, 1), "c-2", new Sum(3, 2)));
        Json stuck = store.value("shop.stuck", "projection/sums/c-1");
        assertThat(stuck.field("error").as(String.class)).contains("cannot read it");
        assertThat(stuck.field("event").as(String.class)).startsWith("2.");
        assertThat(lines.lines())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("proj::sums WARN Stream c-1 cannot be read at event 2.")
                .contains("other streams are not affected: cannot read it");
        pass(runner, Duration.ofSeconds(20));
        assertThat(Fields.number(store.value("shop.stuck", "projection/sums/c-1"), "tries", 0))
                .isBetween(4L, 7L);
        broken[0] = false;
        pass(runner, Duration.ofSeconds(60));
        assertThat(rows(view)).containsEntry("c-1", new Sum(3, 2));
        assertThat(store.scope("shop.stuck")).isEmpty();
    }

    @Test
    void anEventOfANewerProgramParksItsStreamOnly() {
        fill(2, 2);
        log.append("c-0", "[{\"t\":\"moved\",\"v\":1,\"d\":{}}]", 1);
        log.append("c-1", new Counted(5));
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        settle(runner);
        assertThat(rows(new ProjectionView<>(runner))).isEqualTo(Map.of("c-0", new Sum(3, 2), "c-1", new Sum(8, 3)));
        assertThat(store.scope("shop.stuck")).containsOnlyKeys("projection/sums/c-0");
    }

    @Test
    void anEngineThatDoesNotAnswerLosesNoWork() {
        String[] streams = fill(10, 3);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        for (int step = 0; step < 400; step += 3) {
            store.failFrom(step % 50, step % 2 == 0);
            try {
                settle(runner);
            } catch (CallTimeoutException e) {
                assertThat(e).isNotNull();
            }
            store.heal();
            runner.compareAll();
        }
        settle(runner);
        assertEqualsLog(new ProjectionView<>(runner), streams);
    }
}
