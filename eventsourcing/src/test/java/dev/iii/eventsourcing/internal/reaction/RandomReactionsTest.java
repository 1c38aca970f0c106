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
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can happen to a reaction, at random: programs take over and restart, handlers fail, the engine does not answer
 * or goes back to an older state, dead letters are sent again, and the clock is set. At the end, each event in the log was
 * handled, and nothing waits. The number in the name of a test repeats it.
 */
class RandomReactionsTest {

    private static final int SEEDS = 30;
    private static final String ID = "notify::each";
    private static final RetryPolicy RETRIES = new RetryPolicy(
            3, Duration.ofSeconds(30), Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1)));

    private final MemoryStore store = new MemoryStore();
    private final ManualClock clock = new ManualClock();
    private final Scopes scopes = new Scopes("shop");
    private final Counters log = new Counters(store, scopes, clock);
    private final LogLines lines = new LogLines();
    private final Set<String> handled = new HashSet<>();
    private Random random = new Random(0);
    private boolean failing;

    /** A program, which may believe that it owns the reaction although another one does, too. */
    private final class Program implements Announcer {

        private final Outbox outbox = new Outbox(store, new ReactionScopes("shop"), ID, clock);
        private final Delivery<Integer> delivery;
        private final ReactionRunner<Counters.Event, Sum, Integer> runner;
        private boolean owner;

        Program() {
            Reaction<Counters.Event, Sum, Integer> reaction = Reaction.of(
                            COUNTER,
                            ID,
                            Integer.class,
                            (before, recorded, after) -> Optional.of(after.total()),
                            (Reaction.Handler<Integer>) occasion -> {
                                if (failing && random.nextBoolean()) {
                                    throw new IllegalStateException("a failure");
                                }
                                handled.add(occasion.id());
                            })
                    .retries(RETRIES)
                    .fromFirstEvent();
            RunnerContext context =
                    new RunnerContext(store, scopes, clock, random, () -> 1, lines::logger, Runnable::run);
            delivery = new Delivery<>(reaction, outbox, clock, random, lines.logger(ID));
            runner = new ReactionRunner<>(reaction, context, () -> owner, outbox, this);
        }

        @Override
        public void begin() {}

        @Override
        public Duration grace() {
            return Duration.ZERO;
        }

        @Override
        public void announce(String id) {
            if (random.nextBoolean()) {
                handle(id);
            }
        }

        private void handle(String id) {
            try {
                delivery.handle(id);
            } catch (Exception e) {
                assertThat(e).isInstanceOfAny(IllegalStateException.class, CallException.class);
            }
        }

        void work(int steps) {
            try {
                for (int i = 0; i < steps && runner.work(); i++) {
                    assertThat(i).isLessThan(50_000);
                }
                delivery.due().forEach(this::handle);
            } catch (CallException e) {
                assertThat(e).hasMessageContaining("the engine does not answer");
            }
        }
    }

    static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachEventIsHandledAndNothingWaits(int seed) {
        random = new Random(seed);
        List<Program> programs = new ArrayList<>(List.of(new Program(), new Program()));
        programs.get(0).owner = true;
        List<Map<String, Map<String, Json>>> saved = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            disturb(programs, saved);
        }
        failing = false;
        programs.forEach(program -> program.owner = false);
        Program last = programs.get(random.nextInt(2));
        last.owner = true;
        for (int second = 0; second < 300; second++) {
            last.work(Integer.MAX_VALUE);
            last.outbox.redeliver();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(last.outbox.waitingCount()).isZero();
        assertThat(handled).containsAll(eventsInTheLog());
    }

    private void disturb(List<Program> programs, List<Map<String, Map<String, Json>>> saved) {
        int which = random.nextInt(2);
        Program program = programs.get(which);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                String stream = "c-" + random.nextInt(3);
                log.append(stream, new Counted(1));
                program.runner.grown(stream);
            }
            case 3 -> program.owner = !program.owner;
            case 4 -> failing = !failing;
            case 5 -> saved.add(store.save());
            case 6 -> {
                if (!saved.isEmpty()) {
                    store.restore(saved.get(random.nextInt(saved.size())), scope -> true);
                    programs.forEach(each -> each.runner.compareAll());
                }
            }
            case 7 -> clock.advance(Duration.ofMinutes(random.nextInt(4_000) - 2_000));
            case 8 -> {
                store.failFrom(random.nextInt(20), random.nextBoolean());
                program.work(40);
                store.heal();
            }
            case 9 -> {
                Program restarted = new Program();
                restarted.owner = program.owner;
                programs.set(which, restarted);
            }
            case 10 -> program.outbox.redeliver();
            default -> program.work(random.nextInt(60));
        }
    }

    /** Returns the ids of the occasions of all events in the log. */
    private Set<String> eventsInTheLog() {
        Set<String> ids = new TreeSet<>();
        for (int s = 0; s < 3; s++) {
            log.ids("c-" + s).forEach(id -> ids.add(ID + "/" + id));
        }
        return ids;
    }
}
