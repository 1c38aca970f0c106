package dev.iii.eventsourcing.internal.projection;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.projection.Counters.Closed;
import dev.iii.eventsourcing.internal.projection.Counters.Counted;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views follow the log, whatever the engine loses. Time is injected; the test itself is the thread. */
class ProjectionRunnerTest {

    private static final Comparator<View.Row<Sum>> BY_STREAM = Comparator.comparing(View.Row::stream);

    private final MemoryStore store = new MemoryStore();
    private final ManualClock clock = new ManualClock();
    private final Scopes scopes = new Scopes("shop");
    private final RandomGenerator random = new Random(1);
    private final LogLines lines = new LogLines();
    private final RunnerContext context = new RunnerContext(store, scopes, clock, random, () -> 1, lines::logger);
    private final Counters log = new Counters(store, scopes, clock);
    private boolean owner = true;

    private <V> ProjectionRunner<Counters.Event, V> runner(Projection<Counters.Event, V> projection) {
        return new ProjectionRunner<>(projection, context, () -> owner);
    }

    private ProjectionRunner<Counters.Event, Sum> sums(int version) {
        return runner(Projection.state(COUNTER, "sums", version));
    }

    /** Works until there is nothing to do at the present time. */
    private static void settle(Runner runner) {
        int steps = 0;
        while (runner.work()) {
            assertThat(++steps).as("steps without an end").isLessThan(100_000);
        }
    }

    /** Works while time passes, in small steps. */
    private void pass(Runner runner, Duration time) {
        long end = clock.millis() + time.toMillis();
        while (clock.millis() < end) {
            settle(runner);
            runner.journalRead();
            clock.advance(Duration.ofMillis(5));
        }
    }

    private static Map<String, Sum> rows(View<Sum> view) {
        return view.<Map<String, Sum>>fold(new HashMap<>(), (map, row) -> {
            map.put(row.stream(), row.value());
            return map;
        });
    }

    private void assertEqualsLog(View<Sum> view, String... streams) {
        Map<String, Sum> expected = new HashMap<>();
        for (String stream : streams) {
            Sum sum = log.fold(stream);
            if (sum.events() > 0) {
                expected.put(stream, sum);
            }
        }
        assertThat(rows(view)).isEqualTo(expected);
    }

    private String[] fill(int streams, int events) {
        List<String> names = new ArrayList<>();
        for (int s = 0; s < streams; s++) {
            names.add("c-" + s);
            for (int e = 0; e < events; e++) {
                log.append("c-" + s, new Counted(e + 1));
            }
        }
        return names.toArray(String[]::new);
    }

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
    void aDeletedViewIsWrittenAgainWhileItIsServed() {
        String[] streams = fill(30, 4);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        View<Sum> view = new ProjectionView<>(runner);
        settle(runner);
        List<String> before = store.names();
        store.lose(scope -> scope.contains(".view."));
        assertEqualsLog(view, streams);
        pass(runner, Duration.ofSeconds(2));
        assertThat(store.names()).isEqualTo(before);
        ProjectionRunner<Counters.Event, Sum> other = sums(1);
        settle(other);
        assertEqualsLog(new ProjectionView<>(other), streams);
    }

    /** Another program finds the rows by this value only. */
    @Test
    void aLostPointerIsWrittenAgain() {
        String[] streams = fill(3, 2);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        settle(runner);
        runner.rebuild();
        pass(runner, Duration.ofSeconds(2));
        List<String> before = store.names();
        store.lose(scope -> scope.equals("shop.projections"));
        pass(runner, Duration.ofSeconds(2));
        assertThat(store.names()).isEqualTo(before).anyMatch(scope -> scope.contains("sums.v1.g2"));
        owner = false;
        assertEqualsLog(new ProjectionView<>(sums(1)), streams);
    }

    @Test
    void anUnreadableRowIsComputedAgain() {
        String[] streams = fill(30, 4);
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        settle(runner);
        String scope = "shop.view.sums.v1.g1." + Scopes.bucket("c-4");
        store.put(scope, "c-4", Json.parse("{\"s\":\"c-4\",\"v\":\"[\",\"at\":7}"));
        store.put("shop.view.sums.v1.g1." + Scopes.bucket("c-5"), "c-5", Json.of("x"));
        pass(runner, Duration.ofSeconds(4));
        assertThat(store.value(scope, "c-4").field("v").as(String.class)).isEqualTo("{\"total\":10,\"events\":4}");
        assertEqualsLog(new ProjectionView<>(runner), streams);
        ProjectionRunner<Counters.Event, Sum> other = sums(1);
        settle(other);
        assertEqualsLog(new ProjectionView<>(other), streams);
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
                .startsWith("proj::sums WARN")
                .contains("c-1", "cannot read it");
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

    @Test
    void aRebuildServesTheOldRowsUntilTheNewOnesAreComplete() {
        String[] streams = fill(40, 4);
        int[] bonus = {0};
        ProjectionRunner<Counters.Event, Sum> runner =
                runner(Projection.of(COUNTER, "sums", 1, Sum.class, (before, recorded) -> {
                    int by = recorded.event() instanceof Counted counted ? counted.by() : 0;
                    return before == null
                            ? new Sum(by + bonus[0], 1)
                            : new Sum(before.total() + by, before.events() + 1);
                }));
        View<Sum> view = new ProjectionView<>(runner);
        settle(runner);
        bonus[0] = 1000;
        assertThat(runner.rebuild()).isTrue();
        int added = 0;
        while (!store.names().stream().allMatch(scope -> !scope.contains(".view.") || scope.contains(".g2."))) {
            Map<String, Sum> now = rows(view);
            assertThat(now).hasSize(streams.length);
            assertThat(now.values().stream().map(sum -> sum.total() >= 1000).distinct())
                    .hasSize(1);
            if (added < 20 && store.operations().size() % 7 == 0) {
                log.append("c-" + added, new Counted(1));
                runner.grown("c-" + added++);
            }
            if (!runner.work()) {
                runner.journalRead();
                clock.advance(Duration.ofMillis(20));
            }
        }
        settle(runner);
        rows(view)
                .forEach((stream, sum) -> assertThat(sum)
                        .isEqualTo(new Sum(
                                log.fold(stream).total() + 1000,
                                log.fold(stream).events())));
        assertThat(added).isPositive();
        assertThat(Pointer.read(store.value("shop.projections", "sums"))).isEqualTo(Pointer.to(new Generation(1, 2)));
    }

    @Test
    void aRaisedVersionServesTheOldRowsUntilTheNewOnesAreComplete() {
        String[] streams = fill(40, 4);
        settle(sums(1));
        ProjectionRunner<Counters.Event, Sum> next =
                runner(Projection.of(COUNTER, "sums", 2, Sum.class, (before, recorded) -> new Sum(-1, 0)));
        View<Sum> view = new ProjectionView<>(next);
        assertThat(next.work()).isTrue();
        View.Page<Sum> page = view.page(sum -> true, BY_STREAM, Optional.empty(), 100);
        assertThat(page.rows())
                .hasSize(streams.length)
                .allMatch(row -> row.value().equals(new Sum(10, 4)));
        assertThat(page.asOf()).contains(clock.instant());
        assertThat(view.get("c-1")).contains(new View.Row<>("c-1", new Sum(-1, 0), 4));
        pass(next, Duration.ofSeconds(1));
        page = view.page(sum -> true, BY_STREAM, Optional.empty(), 100);
        assertThat(page.rows())
                .hasSize(streams.length)
                .allMatch(row -> row.value().equals(new Sum(-1, 0)));
        assertThat(page.asOf()).isEmpty();
        assertThat(store.names()).noneMatch(scope -> scope.contains(".v1."));
    }

    @Test
    void aTakeoverContinuesARebuildAtItsBucket() {
        String[] streams = fill(60, 4);
        settle(sums(1));
        ProjectionRunner<Counters.Event, Sum> first = sums(2);
        Pointer pointer = Pointer.read(store.value("shop.projections", "sums"));
        while (pointer == null || pointer.bucket() < 30) {
            assertThat(first.work()).isTrue();
            pointer = Pointer.read(store.value("shop.projections", "sums"));
        }
        List<String> applied = new ArrayList<>();
        ProjectionRunner<Counters.Event, Sum> second =
                runner(Projection.of(COUNTER, "sums", 2, Sum.class, (before, recorded) -> {
                    applied.add(recorded.stream());
                    return COUNTER.decider()
                            .evolve(before == null ? COUNTER.decider().initial() : before, recorded.event());
                }));
        pass(second, Duration.ofSeconds(1));
        assertEqualsLog(new ProjectionView<>(second), streams);
        assertThat(applied).isNotEmpty().allMatch(stream -> Scopes.bucket(stream) >= 30);
    }

    @Test
    void twoProgramsThatWriteTheSameRowEndWithTheLaterOne() {
        fill(1, 2);
        List<Runnable> meanwhile = new ArrayList<>();
        ProjectionRunner<Counters.Event, Sum> first =
                runner(Projection.of(COUNTER, "sums", 1, Sum.class, (before, recorded) -> {
                    List<Runnable> tasks = List.copyOf(meanwhile);
                    meanwhile.clear();
                    tasks.forEach(Runnable::run);
                    return COUNTER.decider()
                            .evolve(before == null ? COUNTER.decider().initial() : before, recorded.event());
                }));
        ProjectionRunner<Counters.Event, Sum> second = sums(1);
        settle(first);
        settle(second);
        log.append("c-0", new Counted(10));
        meanwhile.add(() -> {
            log.append("c-0", new Counted(20));
            second.grown("c-0");
            settle(second);
        });
        first.grown("c-0");
        assertThat(first.work()).isTrue();
        assertThat(store.value("shop.view.sums.v1.g1." + Scopes.bucket("c-0"), "c-0")
                        .field("v")
                        .as(String.class))
                .isEqualTo("{\"total\":33,\"events\":4}");
    }

    @Test
    void aStandbyReadsTheRowsOfTheOwner() {
        fill(3, 2);
        ProjectionRunner<Counters.Event, Sum> first = sums(1);
        settle(first);
        log.append("c-1", new Counted(7));
        owner = false;
        ProjectionRunner<Counters.Event, Sum> standby = sums(1);
        View<Sum> view = new ProjectionView<>(standby);
        assertThat(standby.work()).isFalse();
        assertThat(view.get("c-1")).contains(new View.Row<>("c-1", new Sum(10, 3), 3));
        assertThat(view.page(sum -> true, BY_STREAM, Optional.empty(), 10).rows())
                .containsExactly(
                        new View.Row<>("c-0", new Sum(3, 2), 2),
                        new View.Row<>("c-1", new Sum(3, 2), 2),
                        new View.Row<>("c-2", new Sum(3, 2), 2));
        owner = true;
        first.grown("c-1");
        settle(first);
        owner = false;
        assertThat(totals(view)).as("a copy younger than a second").isEqualTo(9);
        clock.advance(Duration.ofSeconds(1));
        assertThat(totals(view)).isEqualTo(16);
        owner = true;
        settle(standby);
        assertEqualsLog(view, "c-0", "c-1", "c-2");
    }

    private static long totals(View<Sum> view) {
        return view.<Long>fold(0L, (sum, row) -> sum + row.value().total());
    }

    @Test
    void rowsThatNoProgramHasComputedAreUnavailable() {
        owner = false;
        View<Sum> view = new ProjectionView<>(sums(1));
        assertThatThrownBy(() -> view.page(sum -> true, BY_STREAM, Optional.empty(), 10))
                .isInstanceOfSatisfying(FunctionException.class, e -> {
                    assertThat(e.code()).isEqualTo("view_unavailable");
                    assertThat(e.httpStatus()).isEqualTo(503);
                });
    }

    @Test
    void pagesFollowEachOtherInOrder() {
        for (int i = 0; i < 25; i++) {
            log.append("c-" + i, new Counted(i % 5));
        }
        ProjectionRunner<Counters.Event, Sum> runner = sums(1);
        View<Sum> view = new ProjectionView<>(runner);
        settle(runner);
        Comparator<View.Row<Sum>> byTotal =
                Comparator.comparing(row -> -row.value().total());
        List<View.Row<Sum>> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            View.Page<Sum> page = view.page(sum -> sum.total() > 0, byTotal, cursor, 7);
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(7);
            all.addAll(page.rows());
            cursor = page.next();
            log.append("c-1", new Closed());
            runner.grown("c-1");
            settle(runner);
        } while (cursor.isPresent());
        assertThat(all).hasSize(20).isSortedAccordingTo(byTotal.thenComparing(View.Row::stream));
        assertThat(all.stream().map(View.Row::stream).distinct()).hasSize(20);
        assertThatThrownBy(() -> view.page(sum -> true, byTotal, Optional.of("!"), 7))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.httpStatus()).isEqualTo(400))
                .hasMessageContaining("cursor: is not a cursor of a page");
        assertThatThrownBy(() -> view.page(sum -> true, byTotal, Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPageHasAtMostOneMegabyte() {
        fill(30, 1);
        ProjectionRunner<Counters.Event, String> runner =
                runner(Projection.of(COUNTER, "long", 1, String.class, (before, recorded) -> "ü".repeat(50_000)));
        View<String> view = new ProjectionView<>(runner);
        settle(runner);
        View.Page<String> page =
                view.page(row -> true, Comparator.comparing(View.Row::stream), Optional.empty(), 1_000);
        assertThat(page.rows()).hasSize(9);
        assertThat(page.next()).isPresent();
    }
}
