package dev.iii.eventsourcing.internal.projection;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.projection.Counters.Closed;
import dev.iii.eventsourcing.internal.projection.Counters.Counted;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.sdk.error.FunctionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Queries of views: rows, pages, and the rows of another program. */
class ProjectionViewTest extends ProjectionScenario {

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
                })
                .hasMessageContaining("call start()")
                .hasMessageContaining("If the owner has another context, give the projection another name");
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
