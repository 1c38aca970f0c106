package dev.iii.eventsourcing.internal.reaction;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.internal.projection.Counters;
import dev.iii.eventsourcing.internal.projection.Counters.Counted;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.eventsourcing.internal.projection.LogLines;
import dev.iii.eventsourcing.internal.projection.ManualClock;
import dev.iii.eventsourcing.internal.projection.MemoryStore;
import dev.iii.eventsourcing.internal.projection.RunnerContext;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Occasions are handled at least once, always with one id. Time is injected; the test itself is the thread. */
class ReactionRunnerTest {

    private static final String ID = "notify::ten";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final RetryPolicy RETRIES = new RetryPolicy(
            3, Duration.ofSeconds(30), Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1)));

    private final ManualClock clock = new ManualClock();
    private final Scopes scopes = new Scopes("shop");
    private final RandomGenerator random = new Random(1);
    private final List<Reaction.Occasion<Integer>> handled = new ArrayList<>();
    private MemoryStore store = new MemoryStore();
    private Counters log = new Counters(store, scopes, clock);
    private int failures;

    private final LogLines lines = new LogLines();

    /** A program from its start to its end. */
    private final class Program implements Announcer {

        private final Delivery<?> delivery;
        private final ReactionRunner<Counters.Event, Sum, ?> runner;

        Program(Reaction<Counters.Event, Sum, ?> reaction) {
            RunnerContext context =
                    new RunnerContext(store, scopes, clock, random, () -> 1, lines::logger, Runnable::run);
            Outbox outbox = outbox();
            delivery = new Delivery<>(reaction, outbox, clock, random, lines.logger(ID));
            runner = new ReactionRunner<>(reaction, context, () -> true, outbox, this);
        }

        @Override
        public void begin() {}

        @Override
        public Duration grace() {
            return Duration.ZERO;
        }

        @Override
        public void announce(String id) {
            handle(id);
        }

        private void handle(String id) {
            try {
                delivery.handle(id);
            } catch (Exception e) {
                // The next attempt is found by the sweep.
                assertThat(e).isNotInstanceOf(NullPointerException.class);
            }
        }

        void settle() {
            int steps = 0;
            while (runner.work()) {
                assertThat(++steps).as("steps without an end").isLessThan(100_000);
            }
        }

        void run(Duration time) {
            run(time, Duration.ofMillis(20));
        }

        void run(Duration time, Duration step) {
            long end = clock.millis() + time.toMillis();
            while (clock.millis() < end) {
                settle();
                delivery.due().forEach(this::handle);
                clock.advance(step);
            }
        }
    }

    private Reaction<Counters.Event, Sum, Integer> reaction() {
        return Reaction.of(
                        COUNTER,
                        ID,
                        Integer.class,
                        (before, recorded, after) -> before.total() < 10 && after.total() >= 10
                                ? Optional.of(after.total())
                                : Optional.empty(),
                        occasion -> {
                            handled.add(occasion);
                            if (failures > 0) {
                                failures--;
                                throw new IllegalStateException("the receiver is not there");
                            }
                        })
                .retries(RETRIES);
    }

    private Program started() {
        Program program = new Program(reaction());
        program.settle();
        return program;
    }

    private List<String> ids() {
        return handled.stream().map(Reaction.Occasion::id).distinct().toList();
    }

    private int out() {
        return store.scope("shop.out.notify.ten").size();
    }

    private Outbox outbox() {
        return new Outbox(store, new ReactionScopes("shop"), ID, clock);
    }

    private List<Json> dead() {
        return outbox().dead(10, 10_000);
    }

    @Test
    void aCrossingIsOneOccasion() {
        Program program = started();
        log.append("c", new Counted(6));
        String crossing = log.append("c", new Counted(6));
        log.append("c", new Counted(6));
        program.runner.grown("c");
        program.settle();
        assertThat(handled).containsExactly(new Reaction.Occasion<>(ID + "/" + crossing, "c", 12, 1));
        log.append("c", new Counted(-17));
        String again = log.append("c", new Counted(17));
        program.runner.grown("c");
        program.run(Duration.ofSeconds(20));
        assertThat(ids()).containsExactly(ID + "/" + crossing, ID + "/" + again);
        assertThat(handled).hasSize(2);
        assertThat(out()).isZero();
    }

    @Test
    void aFailedAttemptIsRepeatedWithTheSameId() {
        Program program = started();
        failures = 2;
        log.append("c", new Counted(10));
        program.runner.grown("c");
        program.run(Duration.ofSeconds(20));
        assertThat(ids()).hasSize(1);
        assertThat(handled).extracting(Reaction.Occasion::attempt).containsExactly(1, 2, 3);
        assertThat(out()).isZero();
        assertThat(dead()).isEmpty();
    }

    @Test
    void aDeadLetterIsSentAgainOnRequest() {
        Program program = started();
        failures = 3;
        log.append("c", new Counted(10));
        log.append("d", new Counted(1));
        program.runner.grown("c");
        program.run(Duration.ofMinutes(2));
        assertThat(handled).hasSize(3);
        assertThat(out()).isZero();
        Outbox outbox = outbox();
        assertThat(dead()).hasSize(1);
        assertThat(dead().get(0).field("error").as(String.class)).contains("the receiver is not there");
        assertThat(lines.lines())
                .hasSize(3)
                .last(InstanceOfAssertFactories.STRING)
                .startsWith("notify::ten WARN Attempt 3 of occasion ")
                .contains("sends it again: ", "the receiver is not there");
        program.runner.compareAll();
        program.run(Duration.ofSeconds(5));
        assertThat(handled).hasSize(3);
        assertThat(outbox.redeliver("another")).isFalse();
        assertThat(outbox.redeliver(ids().get(0))).isTrue();
        program.run(Duration.ofSeconds(5));
        assertThat(ids()).hasSize(1);
        assertThat(handled).hasSize(4);
        assertThat(dead()).isEmpty();
    }

    @Test
    void aProgramKilledAtAnyStepHandlesEachOccasionAtLeastOnce() {
        int steps = 0;
        boolean complete = false;
        while (!complete) {
            for (boolean before : new boolean[] {true, false}) {
                store = new MemoryStore();
                log = new Counters(store, scopes, clock);
                handled.clear();
                Program first = started();
                String crossing = log.append("c", new Counted(10));
                first.runner.grown("c");
                store.failFrom(steps, before);
                int done = store.operations().size() + steps;
                try {
                    first.settle();
                    complete = store.operations().size() <= done;
                } catch (CallTimeoutException e) {
                    complete = false;
                }
                store.heal();
                Program second = new Program(reaction());
                second.run(Duration.ofMinutes(2));
                assertThat(ids()).as("killed at step %s", steps).containsExactly(ID + "/" + crossing);
                assertThat(out()).isZero();
                assertThat(dead()).isEmpty();
            }
            steps++;
        }
        assertThat(steps).isGreaterThan(9);
    }

    @Test
    void anEngineThatWentBackRepeatsNoOccasionThatIsStillInTheLog() {
        Program program = started();
        String kept = log.append("c", new Counted(10));
        program.runner.grown("c");
        program.settle();
        clock.advance(Duration.ofMinutes(10));
        Map<String, Map<String, Json>> saved = store.save();
        log.append("c", new Counted(-10));
        String lost = log.append("c", new Counted(10));
        program.runner.grown("c");
        program.settle();
        store.restore(saved, scope -> scope.contains(".log.") || scope.contains(".streams."));
        log.append("c", new Counted(-10));
        String next = log.append("c", new Counted(10));
        program.runner.compareAll();
        program.run(Duration.ofSeconds(20));
        assertThat(handled)
                .extracting(Reaction.Occasion::id)
                .containsExactly(ID + "/" + kept, ID + "/" + lost, ID + "/" + next);
    }

    @Test
    void anOccasionThatOnlyTheOutboxHasLostIsHandled() {
        Program program = started();
        failures = 1;
        String crossing = log.append("c", new Counted(10));
        program.runner.grown("c");
        program.settle();
        store.lose(scope -> scope.contains(".out."));
        Program restarted = new Program(reaction());
        restarted.run(Duration.ofSeconds(5));
        assertThat(ids()).containsExactly(ID + "/" + crossing);
        assertThat(handled).hasSize(2);
    }

    @Test
    void aNewReactionBeginsWithTheEventsFromNowOn() {
        log.append("c", new Counted(10));
        clock.advance(Duration.ofSeconds(1));
        Program program = started();
        assertThat(handled).isEmpty();
        log.append("c", new Counted(-10));
        log.append("c", new Counted(10));
        log.append("d", new Counted(10));
        program.run(Duration.ofSeconds(5));
        assertThat(handled).extracting(Reaction.Occasion::stream).containsExactlyInAnyOrder("c", "d");
    }

    @Test
    void aReactionFromTheFirstEventReadsOldEvents() {
        log.append("c", new Counted(10));
        clock.advance(Duration.ofSeconds(1));
        Program program = new Program(reaction().fromFirstEvent());
        program.settle();
        assertThat(handled).hasSize(1);
    }

    /** All occasions that wait are read each second, so a receiver that is down must not make them too many for a message. */
    @Test
    void aReceiverThatIsDownLeavesTheEventsInTheLog() {
        int events = 2_500;
        failures = Integer.MAX_VALUE;
        Program program = new Program(each(1));
        program.settle();
        for (int s = 0; s < 5; s++) {
            log.append("c-" + s, events(events / 5));
            program.runner.grown("c-" + s);
        }
        program.settle();
        assertThat(out()).isBetween(Outbox.MAX_WAITING, Outbox.MAX_WAITING + events / 5);
        assertThat(lines.lines()).anyMatch(line -> line.contains("too many occasions wait"));
        program.run(Duration.ofSeconds(40), SECOND);
        assertThat(outbox().deadCount()).isEqualTo(events);
        assertThat(out()).isZero();
        assertThat(outbox().redeliver()).isEqualTo(Outbox.MAX_WAITING);
        assertThat(outbox().redeliver()).isZero();
        failures = 0;
        program.run(Duration.ofSeconds(5), SECOND);
        assertThat(outbox().deadCount()).isEqualTo(events - Outbox.MAX_WAITING);
        assertThat(out()).isZero();
    }

    @Test
    void largeOccasionsAreLimitedByTheirSize() {
        failures = Integer.MAX_VALUE;
        Program program = new Program(each(4_000_000));
        program.settle();
        for (int s = 0; s < 4; s++) {
            log.append("c-" + s, new Counted(1));
            program.runner.grown("c-" + s);
        }
        program.settle();
        assertThat(out()).isEqualTo(2);
        failures = 0;
        program.run(Duration.ofSeconds(5), SECOND);
        assertThat(ids()).hasSize(4);
    }

    /** A stream with many events is read in parts. No occasion is lost or found twice between them. */
    @Test
    void aLongStreamIsReadInParts() {
        for (int i = 0; i < 5; i++) {
            log.append("c", events(600));
        }
        Program program = new Program(each(1).fromFirstEvent());
        program.run(Duration.ofSeconds(5), SECOND);
        assertThat(handled)
                .extracting(Reaction.Occasion::id)
                .doesNotHaveDuplicates()
                .hasSize(3_000);
    }

    private static Counters.Event[] events(int count) {
        Counters.Event[] events = new Counters.Event[count];
        Arrays.fill(events, new Counted(1));
        return events;
    }

    /** Returns a reaction for which each event is an occasion whose JSON has a size. */
    private Reaction<Counters.Event, Sum, String> each(int size) {
        return Reaction.of(
                        COUNTER,
                        ID,
                        String.class,
                        (before, recorded, after) -> Optional.of("x".repeat(size)),
                        occasion -> {
                            handled.add(new Reaction.Occasion<>(occasion.id(), occasion.stream(), size, 1));
                            if (failures > 0) {
                                throw new IllegalStateException("the receiver is not there");
                            }
                        })
                .retries(RETRIES);
    }

    @Test
    void attemptsFollowAlsoIfTheClockIsSetBack() {
        Program program = started();
        failures = 1;
        log.append("c", new Counted(10));
        program.runner.grown("c");
        program.settle();
        assertThat(handled).hasSize(1);
        clock.advance(Duration.ofDays(-1));
        program.run(Duration.ofSeconds(2));
        assertThat(handled).hasSize(2);
        assertThat(out()).isZero();
    }

    /** The message about the event is lost. */
    @Test
    void eventsAreFoundAlsoIfTheClockIsSetBack() {
        Program program = new Program(reaction().fromFirstEvent());
        program.run(Duration.ofSeconds(5));
        clock.advance(Duration.ofDays(-1));
        store.lose(scope -> scope.equals("shop.reactions"));
        log.append("c", new Counted(10));
        program.run(Duration.ofSeconds(10));
        assertThat(handled).hasSize(1);
        assertThat(store.scope("shop.reactions")).isNotEmpty();
    }

    @Test
    void anUnknownEventStopsItsStreamOnly() {
        Program program = started();
        log.append("c", "[{\"t\":\"moved\",\"v\":1,\"d\":{}}]", 1);
        log.append("d", new Counted(10));
        program.run(Duration.ofSeconds(5));
        assertThat(handled).extracting(Reaction.Occasion::stream).containsExactly("d");
        assertThat(store.scope("shop.stuck")).containsOnlyKeys("reaction/" + ID + "/c");
    }

    /** A reaction whose first start is not known begins at the present time. */
    @Test
    void aDeletedTimeOfTheFirstStartIsStoredAgain() {
        Program first = started();
        store.lose(scope -> scope.equals("shop.reactions"));
        first.run(Duration.ofSeconds(2));
        log.append("c", new Counted(10));
        clock.advance(Duration.ofSeconds(1));
        Program next = started();
        next.run(Duration.ofSeconds(2));
        assertThat(ids()).hasSize(1);
    }
}
