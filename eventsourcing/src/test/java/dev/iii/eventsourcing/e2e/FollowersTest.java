package dev.iii.eventsourcing.e2e;

import static dev.iii.eventsourcing.e2e.Engines.LONG;
import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.projection.Counters;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.stub.EngineStub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Views and reactions on an engine. */
class FollowersTest {

    private static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofSeconds(5), Backoff.fixed(Duration.ofMillis(10)));

    @RegisterExtension
    final Engines engines = new Engines();

    private final Queue<Reaction.Occasion<Integer>> handled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();

    private EventSourcing program(Worker worker) {
        return engines.closing(EventSourcing.on(worker, "shop"));
    }

    private static void count(EventSourcing es, String stream, int by) {
        es.execute(COUNTER, stream, by, CommandOptions.NONE);
    }

    private static void awaitRow(View<Sum> view, String stream, int total, int events) {
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(view.get(stream)).contains(new View.Row<>(stream, new Sum(total, events), events)));
    }

    private Reaction<Counters.Event, Sum, Integer> tens() {
        return Reaction.of(
                        COUNTER,
                        "notify::ten",
                        Integer.class,
                        (before, recorded, after) -> before.total() < 10 && after.total() >= 10
                                ? Optional.of(after.total())
                                : Optional.empty(),
                        occasion -> {
                            handled.add(occasion);
                            if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                                throw new IllegalStateException("the receiver is not there");
                            }
                        })
                .retries(QUICK);
    }

    @Test
    void viewsFollowCommandsOfThisAndOfOtherPrograms() {
        EngineStub engine = engines.start();
        EventSourcing es = program(engines.worker(engine));
        View<Sum> view = es.add(Projection.state(COUNTER, "sums", 1));
        es.start();
        count(es, "a", 3);
        awaitRow(view, "a", 3, 1);
        EventSourcing other = program(engines.worker(engine)).start();
        for (int i = 0; i < 40; i++) {
            count(other, "a", 1);
        }
        count(other, "b", 7);
        awaitRow(view, "a", 43, 41);
        awaitRow(view, "b", 7, 1);
        int sum = view.fold(0, (total, row) -> total + row.value().total());
        assertThat(sum).isEqualTo(50);
    }

    @Test
    void aStandbyTakesTheViewOver() {
        EngineStub engine = engines.start();
        Worker first = engines.worker(engine);
        EventSourcing es = program(first);
        View<Sum> view = es.add(Projection.state(COUNTER, "sums", 1));
        es.start();
        count(es, "a", 3);
        awaitRow(view, "a", 3, 1);
        EventSourcing next = program(engines.worker(engine));
        View<Sum> nextView = next.add(Projection.state(COUNTER, "sums", 1));
        next.start();
        first.close();
        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(FunctionException.class)
                .untilAsserted(() -> assertThat((int) nextView.fold(
                                0, (total, row) -> total + row.value().total()))
                        .isEqualTo(3));
        count(next, "a", 1);
        awaitRow(nextView, "a", 4, 2);
    }

    @Test
    void operatorsRebuildAViewAndSeeItsStatus() {
        EngineStub engine = engines.start();
        Worker worker = engines.worker(engine);
        EventSourcing es = program(worker);
        View<Sum> view = es.add(Projection.state(COUNTER, "sums", 1));
        es.start();
        count(es, "a", 3);
        awaitRow(view, "a", 3, 1);
        worker.trigger("eventsourcing::rebuild", Map.of("projection", "sums"));
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(view.get("a")).isPresent();
            Json status = worker.trigger("eventsourcing::status", Map.of());
            assertThat(status.field("projections").text())
                    .isEqualTo("[{\"projection\":\"sums\",\"serving\":\"v1.g2\"}]");
        });
        awaitRow(view, "a", 3, 1);
        assertThatThrownBy(() -> worker.trigger("eventsourcing::rebuild", Map.of("projection", "nothing")))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("unknown_projection"));
        assertThatThrownBy(() -> worker.trigger("eventsourcing::rebuild", Map.of("view", "sums")))
                .isInstanceOf(FunctionException.class)
                .hasMessageContaining("view: unknown field");
    }

    /** Two programs with different contexts: the functions of the first one work for both, or each has its own. */
    @Test
    void operatorsReachEachOfTwoProgramsOnOneEngine() {
        EngineStub engine = engines.start();
        Worker first = engines.worker(engine);
        EventSourcing shop = program(first);
        shop.add(Projection.state(COUNTER, "sums", 1));
        shop.start();
        Worker second = engines.worker(engine);
        EventSourcing bar = engines.closing(EventSourcing.on(second, "bar")).operatorFunctions("bar::operators");
        bar.add(Projection.state(COUNTER, "bar-sums", 1));
        bar.start();
        EventSourcing inn = engines.closing(EventSourcing.on(engines.worker(engine), "inn"));
        inn.add(Projection.state(COUNTER, "inn-sums", 1));
        inn.start();
        awaitProjection(first, "eventsourcing::status", Map.of(), "sums");
        awaitProjection(first, "bar::operators::status", Map.of(), "bar-sums");
        awaitProjection(first, "eventsourcing::status", Map.of("context", "inn"), "inn-sums");
        first.trigger("eventsourcing::rebuild", Map.of("context", "inn", "projection", "inn-sums"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(first.trigger("eventsourcing::status", Map.of("context", "inn"))
                                .field("projections")
                                .text())
                        .isEqualTo("[{\"projection\":\"inn-sums\",\"serving\":\"v1.g2\"}]"));
        assertThatThrownBy(() -> EventSourcing.on(first, "x").operatorFunctions("a:b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a:b'");
    }

    private static void awaitProjection(Worker worker, String function, Map<String, ?> payload, String projection) {
        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(FunctionException.class)
                .untilAsserted(() -> assertThat(worker.trigger(function, payload)
                                .field("projections")
                                .text())
                        .isEqualTo("[{\"projection\":\"" + projection + "\",\"serving\":\"v1.g1\"}]"));
    }

    @Test
    void deletedScopesOfViewsAreWrittenAgain() {
        EngineStub engine = engines.start();
        Worker worker = engines.worker(engine);
        EventSourcing es = program(worker);
        View<Sum> view = es.add(Projection.state(COUNTER, "sums", 1));
        es.start();
        for (int i = 0; i < 20; i++) {
            count(es, "c-" + i, i);
        }
        awaitRow(view, "c-19", 19, 1);
        String canary = "shop.view.sums.v1.g1.canary";
        await().atMost(LONG).until(() -> worker.state().scopes().contains(canary));
        List<String> scopes = worker.state().scopes().stream()
                .filter(scope -> scope.startsWith("shop.view."))
                .toList();
        scopes.forEach(scope -> {
            for (int i = 0; i < 20; i++) {
                worker.state().delete(scope, "c-" + i);
            }
            worker.state().delete(scope, "canary");
        });
        assertThat(view.get("c-19")).isPresent();
        await().atMost(LONG).untilAsserted(() -> {
            int rows = scopes.stream()
                    .mapToInt(scope -> worker.state().list(scope, Json.class).size())
                    .sum();
            assertThat(rows).isEqualTo(21);
        });
    }

    @Test
    void viewsAreEqualToTheLogOfARestartedEngine() {
        EngineStub first = engines.start();
        int port = first.workerUrl().getPort();
        EventSourcing es = program(engines.worker(first));
        View<Sum> view = es.add(Projection.state(COUNTER, "sums", 1));
        es.start();
        for (int i = 0; i < 40; i++) {
            count(es, "a", 1);
        }
        count(es, "b", 1);
        awaitRow(view, "a", 40, 40);
        first.close();
        assertThat(view.get("a")).isPresent();
        engines.start(port);
        await().atMost(LONG).untilAsserted(() -> assertThat(view.get("a")).isEmpty());
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> {
            count(es, "b", 5);
            assertThat(view.get("b")).isPresent();
        });
        int events = es.history(COUNTER, "b", Optional.empty(), 100).events().size();
        awaitRow(view, "b", 5 * events, events);
    }

    @Test
    void aReactionIsRepeatedAndItsDeadLetterIsSentAgain() {
        EngineStub engine = engines.start();
        Worker worker = engines.worker(engine);
        EventSourcing es = program(worker);
        es.add(tens()).start();
        failures.set(3);
        // The reaction reads events that follow its first start.
        await().atMost(LONG)
                .until(() -> worker.state()
                        .get("shop.reactions", "notify::ten", Json.class)
                        .isPresent());
        count(es, "a", 12);
        await().atMost(LONG).until(() -> handled.size() == 3);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(worker.trigger("eventsourcing::dead", Map.of("reaction", "notify::ten"))
                                .field("dead")
                                .elements())
                        .hasSize(1));
        assertThat(worker.trigger("eventsourcing::redeliver", Map.of("reaction", "notify::ten"))
                        .text())
                .isEqualTo("{\"sent\":1,\"left\":0}");
        await().atMost(LONG).until(() -> handled.size() == 4);
        assertThat(handled.stream().map(Reaction.Occasion::id).distinct()).hasSize(1);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(worker.trigger("eventsourcing::status", Map.of())
                                .field("reactions")
                                .text())
                        .isEqualTo("[{\"reaction\":\"notify::ten\",\"waiting\":0,\"dead\":0}]"));
    }
}
