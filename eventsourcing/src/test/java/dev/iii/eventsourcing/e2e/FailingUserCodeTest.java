package dev.iii.eventsourcing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.View;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.testing.EngineTest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Functions of the user that throw anything, at each place where the library calls them on threads of its own. */
@EngineTest
class FailingUserCodeTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    enum Place {
        STEP,
        ROW,
        OCCASION,
        HANDLER
    }

    enum Kind {
        EXCEPTION,
        ASSERTION,
        STACK,
        LINKAGE,
        CHECKED,
        UNREADABLE;

        Throwable failure() {
            return switch (this) {
                case EXCEPTION -> new IllegalStateException("an exception");
                case ASSERTION -> new AssertionError("an assertion");
                case STACK -> new StackOverflowError();
                case LINKAGE -> new NoClassDefFoundError("shop/Missing");
                case CHECKED -> new InterruptedException("a checked exception");
                case UNREADABLE -> new Unreadable();
            };
        }
    }

    private static final class Unreadable extends Error {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }
    }

    record Fail(Place place, Kind kind) {

        /** Throws any {@link Throwable} without declaring it. */
        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable failure) throws T {
            throw (T) failure;
        }

        static void at(Place place, @Nullable Fail event) {
            if (event != null && event.place() == place) {
                Fail.<RuntimeException>sneak(event.kind().failure());
            }
        }
    }

    record Happened(@Nullable Fail fail) {}

    record State(int count) {}

    record Row(@Nullable Fail fail) {

        /** Not a component, but written. */
        @SuppressWarnings("unused")
        public int getSize() {
            Fail.at(Place.ROW, fail);
            return 1;
        }
    }

    private static final Aggregate<Happened, Happened, State> THING = Aggregate.of(
                    "thing",
                    new Decider<Happened, Happened, State>() {
                        @Override
                        public State initial() {
                            return new State(0);
                        }

                        @Override
                        public Decision<Happened> decide(Happened command, State state) {
                            return Decision.accept(command);
                        }

                        @Override
                        public State evolve(State state, Happened event) {
                            return new State(state.count() + 1);
                        }
                    },
                    Events.of(Happened.class).name(Happened.class, "happened", 1))
            .snapshot(State.class, 1);

    private static Row step(@Nullable Row before, Recorded<Happened> recorded) {
        Fail.at(Place.STEP, recorded.event().fail());
        return new Row(recorded.event().fail());
    }

    private static Optional<Happened> occasion(Recorded<Happened> recorded) {
        Fail.at(Place.OCCASION, recorded.event().fail());
        return Optional.of(recorded.event());
    }

    @Test
    void onlyTheStreamOfTheEventWaits(Worker worker) {
        Set<String> handled = ConcurrentHashMap.newKeySet();
        EventSourcing es = EventSourcing.on(worker, "failing");
        View<Row> view = es.add(Projection.of(THING, "rows", 1, Row.class, FailingUserCodeTest::step));
        es.add(Reaction.of(
                        THING,
                        "on::thing",
                        Happened.class,
                        (before, recorded, after) -> occasion(recorded),
                        occasion -> {
                            Fail.at(Place.HANDLER, occasion.value().fail());
                            handled.add(occasion.stream());
                        })
                .fromFirstEvent()
                .retries(RetryPolicy.DEFAULT.withMaxAttempts(1)));
        es.start();
        worker.awaitReady(Duration.ofSeconds(10));
        for (Place place : Place.values()) {
            for (Kind kind : Kind.values()) {
                es.execute(THING, place + "-" + kind, new Happened(new Fail(place, kind)), CommandOptions.NONE);
            }
        }
        es.execute(THING, "good", new Happened(null), CommandOptions.NONE);
        Awaitility.await()
                .atMost(LONGEST)
                .ignoreExceptionsInstanceOf(FunctionException.class)
                .untilAsserted(() -> {
                    assertThat(view.get("good")).isPresent();
                    assertThat(handled).contains("good");
                    for (Kind kind : Kind.values()) {
                        assertThat(view.get(Place.OCCASION + "-" + kind)).isPresent();
                        assertThat(handled).contains(Place.STEP + "-" + kind, Place.ROW + "-" + kind);
                    }
                    Json dead = worker.trigger("eventsourcing::dead", Map.of("reaction", "on::thing"));
                    assertThat(dead.text()).contains("IllegalStateException: an exception");
                    for (Kind kind : Kind.values()) {
                        assertThat(dead.text()).contains("\"" + Place.HANDLER + "-" + kind + "\"");
                    }
                });
        for (Kind kind : Kind.values()) {
            assertThat(view.get(Place.STEP + "-" + kind)).isEmpty();
            assertThat(handled).doesNotContain(Place.OCCASION + "-" + kind);
        }
    }
}
