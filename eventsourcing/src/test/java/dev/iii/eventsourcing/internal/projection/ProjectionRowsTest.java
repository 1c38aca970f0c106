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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows are written again if they are lost, computed again if a view is rebuilt, and served meanwhile. */
class ProjectionRowsTest extends ProjectionScenario {

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
        String scope = "shop.view.sums.v1.g1." + Scopes.bucket("c-0");
        ProjectionRunner<Counters.Event, Sum> first = sums(1);
        ProjectionRunner<Counters.Event, Sum> second = sums(1);
        settle(first);
        settle(second);
        log.append("c-0", new Counted(10));
        store.before("set " + scope + " c-0", () -> {
            log.append("c-0", new Counted(20));
            second.grown("c-0");
            settle(second);
            assertThat(store.value(scope, "c-0").field("v").as(String.class)).isEqualTo("{\"total\":33,\"events\":4}");
        });
        first.grown("c-0");
        assertThat(first.work()).isTrue();
        assertThat(store.value(scope, "c-0").field("v").as(String.class)).isEqualTo("{\"total\":33,\"events\":4}");
    }
}
