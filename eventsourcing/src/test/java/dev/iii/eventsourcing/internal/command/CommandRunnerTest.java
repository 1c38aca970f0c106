package dev.iii.eventsourcing.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.Segment;
import dev.iii.eventsourcing.internal.store.FaultStore;
import dev.iii.eventsourcing.internal.store.FaultStore.Fault;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.WorkerClosedException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRunnerTest {

    private static final String LOG = ".log.";
    /** The number of events after which the cost of a command is measured. */
    private static final int HISTORY = Integer.getInteger("iii.history.events", 5_000);

    private final FaultStore store = new FaultStore();
    private final Shop shop = new Shop(store, 1);
    private final Shop other = new Shop(store, 2);
    private int keys;

    private static CommandOptions key(String id) {
        return CommandOptions.NONE.commandId(id);
    }

    private static void assertRefused(Runnable command, String code, int status) {
        assertThatThrownBy(command::run).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.httpStatus()).isEqualTo(status);
        });
    }

    @Test
    void aCommandOfAClosedWorkerFailsWithoutRepetitions() {
        AtomicInteger calls = new AtomicInteger();
        StateStore closed = (StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    calls.incrementAndGet();
                    throw new WorkerClosedException("the worker is closed", null);
                });
        assertRefused(() -> new Shop(closed, 3).change(1), "engine_unavailable", 503);
        assertThat(calls).hasValue(1);
    }

    // ---------------------------------------------------------------- events

    @Test
    void severalEventsOfACommandAreOneEntry() {
        shop.change(1_000);
        Done<Shop.Change, Shop.Event, Shop.Stock> done = shop.change(-150);
        assertThat(done.events()).extracting(Recorded::number).containsExactly(2L, 3L);
        assertThat(done.before()).isEqualTo(new Shop.Stock(1_000, 0));
        assertThat(done.after()).isEqualTo(new Shop.Stock(850, 150));
        assertThat(other.change(-1).events()).extracting(Recorded::number).containsExactly(4L);
        assertThat(shop.log()).extracting(Recorded::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(shop.log()).extracting(Recorded::id).doesNotHaveDuplicates();
    }

    @Test
    void aCommandWithoutEventsChangesNothing() {
        shop.change(5);
        Done<Shop.Change, Shop.Event, Shop.Stock> done = shop.change(0);
        assertThat(done.events()).isEmpty();
        assertThat(done.after()).isEqualTo(new Shop.Stock(5, 0));
        assertThat(done.version()).isEqualTo(1);
        assertThat(shop.log()).hasSize(1);
    }

    @Test
    void theEndOfALogIsReadAgainIfMemoryIsInvalid() {
        shop.change(5);
        assertThat(operationsOf(1)).isEqualTo(1);
        shop.signals.invalidate("test");
        assertThat(operationsOf(1)).isEqualTo(3);
        assertThat(operationsOf(1)).isEqualTo(1);
    }

    @Test
    void eventsArePublishedAfterTheyAreInTheLog() {
        shop.change(5);
        assertThat(shop.published).isEqualTo(List.copyOf(shop.log()));
        assertRefused(() -> shop.change(-6), "not_enough_stock", 409);
        assertThat(shop.published).hasSize(1);
    }

    @Test
    void twoProgramsThatAlternateNeverSellTooMuch() {
        shop.change(50);
        for (int i = 0; i < 25; i++) {
            shop.change(-1);
            other.change(-1);
        }
        assertRefused(() -> shop.change(-1), "not_enough_stock", 409);
        assertThat(other.log()).hasSize(51);
    }

    @Test
    void aRefusalOnAnOutdatedMemoryIsNotGiven() {
        shop.change(1);
        shop.change(-1);
        other.change(5);
        assertThat(shop.change(-3).after()).isEqualTo(new Shop.Stock(2, 4));
    }

    // ---------------------------------------------------------------- lost answers

    @ParameterizedTest
    @EnumSource
    void aCommandWhoseAnswerIsLostIsExecutedOnce(Fault fault) {
        shop.change(100);
        for (int i = 0; i < 20; i++) {
            store.fail(LOG, fault);
            assertThat(shop.change(-1).events()).hasSize(1);
            store.applyLate();
        }
        assertThat(shop.log()).hasSize(21);
        assertThat(shop.change(0).after()).isEqualTo(new Shop.Stock(80, 20));
    }

    @Test
    void aStreamWhoseFirstAnswersAreLostHasOneEvent() {
        store.fail(LOG, Fault.ANSWER_LOST);
        store.fail(LOG, Fault.LATE);
        shop.change(7);
        store.applyLate();
        assertThat(shop.log()).hasSize(1);
    }

    // ---------------------------------------------------------------- idempotency

    @Test
    void theSameKeyHasTheSameAnswerEverywhereAndForAllTime() {
        shop.change(1_000);
        Done<Shop.Change, Shop.Event, Shop.Stock> first = shop.change(-150, key("order-1"));
        assertThat(shop.change(-150, key("order-1"))).isEqualTo(first);
        for (int i = 0; i < 100; i++) {
            shop.change(-1);
        }
        assertThat(shop.change(-150, key("order-1"))).isEqualTo(first);
        assertThat(other.change(-150, key("order-1"))).isEqualTo(first);
        assertThat(shop.log()).hasSize(103);
    }

    @Test
    void theSameKeyHasTheSameAnswerIfThereAreNoSnapshots() {
        Aggregate<Shop.Change, Shop.Event, Shop.Stock> item = Aggregate.of("item", new Shop.Rules(), Shop.EVENTS);
        Shop plain = new Shop(store, 3, item, Clock.systemUTC());
        plain.change(1_000);
        for (int i = 0; i < 20; i++) {
            plain.change(-1);
        }
        Done<Shop.Change, Shop.Event, Shop.Stock> first = plain.change(-150, key("order-1"));
        for (int i = 0; i < 20; i++) {
            plain.change(-1);
        }
        assertThat(new Shop(store, 4, item, Clock.systemUTC()).change(-150, key("order-1")))
                .isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommandInsideADecisionOrAnEvolutionIsRefusedImmediately(boolean inDecide) {
        CompletableFuture<Shop> shop = new CompletableFuture<>();
        Shop.Rules rules = new Shop.Rules();
        Decider<Shop.Change, Shop.Event, Shop.Stock> nesting = new Decider<>() {

            @Override
            public Shop.Stock initial() {
                return rules.initial();
            }

            @Override
            public Decision<Shop.Event> decide(Shop.Change change, Shop.Stock stock) {
                if (inDecide && change.by() == 2) {
                    shop.join().change(1);
                }
                return rules.decide(change, stock);
            }

            @Override
            public Shop.Stock evolve(Shop.Stock stock, Shop.Event event) {
                Shop.Stock after = rules.evolve(stock, event);
                if (!inDecide && after.left() == 2) {
                    shop.join().change(1);
                }
                return after;
            }
        };
        shop.complete(new Shop(store, 6, Aggregate.of("item", nesting, Shop.EVENTS), Clock.systemUTC()));
        assertThatThrownBy(() -> shop.join().change(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("execute was called inside Decider.decide")
                .hasMessageContaining("Reaction");
        if (inDecide) {
            assertThat(shop.join().change(1).events()).hasSize(1);
        }
    }

    @Test
    void anotherCommandUnderTheSameKeyIsRefused() {
        shop.change(10, key("order-1"));
        assertRefused(() -> shop.change(11, key("order-1")), "idempotency_key_reused", 422);
        assertRefused(() -> other.change(11, key("order-1")), "idempotency_key_reused", 422);
    }

    @Test
    void aCommandWithoutEventsLeavesNoTraceOfItsKey() {
        CommandOptions key = CommandOptions.NONE.commandId("key");
        assertThat(shop.change(0, key).events()).isEmpty();
        assertThat(shop.log()).isEmpty();
        assertThat(shop.change(5, key).events()).hasSize(1);
        assertThatThrownBy(() -> shop.change(0, key))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("idempotency_key_reused"));
    }

    @Test
    void aRefusedCommandLeavesNoTraceAndMaySucceedLater() {
        assertRefused(() -> shop.change(-1, key("order-1")), "not_enough_stock", 409);
        shop.change(1);
        assertThat(shop.change(-1, key("order-1")).after()).isEqualTo(new Shop.Stock(0, 1));
        assertThat(shop.change(-1, key("order-1")).after()).isEqualTo(new Shop.Stock(0, 1));
    }

    @Test
    void aKeyIsForgottenOnlyAfterManyCommandsAndADay() {
        MovingClock clock = new MovingClock();
        Shop long1 = new Shop(store, 5, Shop.ITEM, clock);
        long1.change(1, key("old"));
        for (int i = 0; i <= CommandIndex.KEPT_COMMANDS; i++) {
            long1.change(1, key("k" + i));
        }
        assertThat(long1.change(1, key("old")).events().get(0).number()).isEqualTo(1);
        clock.now = Instant.EPOCH.plus(CommandIndex.KEPT_TIME).plusSeconds(1);
        assertThat(new Shop(store, 6, Shop.ITEM, clock)
                        .change(1, key("k" + CommandIndex.KEPT_COMMANDS))
                        .events()
                        .get(0)
                        .number())
                .isEqualTo(CommandIndex.KEPT_COMMANDS + 2);
        long1.change(1, key("new"));
        assertThat(long1.change(1, key("old")).events().get(0).number()).isEqualTo(CommandIndex.KEPT_COMMANDS + 4);
    }

    private static final class MovingClock extends Clock {
        Instant now = Instant.EPOCH;

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    // ---------------------------------------------------------------- versions

    @Test
    void theExpectedVersionIsRequired() {
        shop.change(10, CommandOptions.NONE.expectedVersion(0));
        assertRefused(() -> shop.change(10, CommandOptions.NONE.expectedVersion(0)), "version_conflict", 409);
        other.change(-1, CommandOptions.NONE.expectedVersion(1));
        assertRefused(() -> shop.change(-1, CommandOptions.NONE.expectedVersion(1)), "version_conflict", 409);
        assertThat(shop.change(-1, CommandOptions.NONE.expectedVersion(2)).events())
                .hasSize(1);
    }

    @Test
    void aRepeatedCommandIsAnsweredAlthoughTheVersionIsAnotherNow() {
        CommandOptions options = key("order-1").expectedVersion(0);
        Done<Shop.Change, Shop.Event, Shop.Stock> first = shop.change(10, options);
        assertThat(other.change(10, options)).isEqualTo(first);
    }

    @Test
    void anEventOfANewerProgramStopsTheCommandsOfItsStream() {
        shop.change(10);
        Segment segment = Objects.requireNonNull(shop.logs.read(Shop.SKU, "0"));
        Entry last = segment.entries().get(0);
        shop.logs.append(
                Shop.SKU,
                "0",
                List.of(new Entry(
                        "2.newer",
                        last.id(),
                        2,
                        1,
                        "c",
                        null,
                        0,
                        null,
                        null,
                        "[{\"t\":\"item-sold\",\"v\":2,\"d\":{}}]",
                        false)));
        assertRefused(() -> shop.change(-1), "newer_event", 503);
        assertRefused(() -> other.change(-1), "newer_event", 503);
    }

    @Test
    void anEvolutionThatFailsIsReportedWithItsEvent() {
        shop.change(10);
        assertThatThrownBy(() -> evolving((stock, event) -> {
                            throw new IllegalArgumentException("negative");
                        })
                        .change(-1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "event 1\\.\\S+ of stream A-1 \\(item-added, version 1\\): Decider.evolve has failed:"
                                + " negative")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // the mistake that the test makes
    void anEvolutionToNullLeavesTheLogAsItWas() {
        shop.change(10);
        assertThatThrownBy(() -> evolving((stock, event) -> event instanceof Shop.Sold ? null : stock)
                        .change(-1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("(item-sold, version 1): Decider.evolve has returned null");
        assertThat(shop.log()).hasSize(1);
    }

    /** Returns another program on the same logs, whose {@code evolve} is this function. */
    private Shop evolving(BiFunction<Shop.Stock, Shop.Event, Shop.Stock> evolve) {
        Shop.Rules rules = new Shop.Rules();
        return new Shop(
                store,
                7,
                Aggregate.of(
                        "item",
                        new Decider<Shop.Change, Shop.Event, Shop.Stock>() {

                            @Override
                            public Shop.Stock initial() {
                                return rules.initial();
                            }

                            @Override
                            public Decision<Shop.Event> decide(Shop.Change change, Shop.Stock stock) {
                                return Decision.accept(new Shop.Sold(1));
                            }

                            @Override
                            public Shop.Stock evolve(Shop.Stock stock, Shop.Event event) {
                                return evolve.apply(stock, event);
                            }
                        },
                        Shop.EVENTS),
                Clock.systemUTC());
    }

    @Test
    void aNewVersionOfTheSnapshotIsComputedFromTheEventsOnce() {
        shop.change(1_000);
        for (int i = 0; i < 40; i++) {
            shop.change(-1);
        }
        Aggregate<Shop.Change, Shop.Event, Shop.Stock> second =
                Aggregate.of("item", new Shop.Rules(), Shop.EVENTS).snapshot(Shop.Stock.class, 2);
        long before = store.operations();
        Shop newer = new Shop(store, 3, second, Clock.systemUTC());
        assertThat(newer.change(-1).after()).isEqualTo(new Shop.Stock(959, 41));
        long first = store.operations() - before;
        Shop again = new Shop(store, 4, second, Clock.systemUTC());
        assertThat(again.change(-1).after()).isEqualTo(new Shop.Stock(958, 42));
        assertThat(store.operations() - before - first).isLessThan(first);
        assertThat(shop.change(-1).after()).isEqualTo(new Shop.Stock(957, 43));
    }

    @Test
    void anUnreadableSnapshotIsComputedFromTheEvents() {
        shop.change(1_000);
        for (int i = 0; i < 20; i++) {
            shop.change(-1);
        }
        String newest = shop.log().get(15).id();
        shop.logs.addSnapshots(Shop.SKU, newest, 16, Map.of("s1", "no JSON"));
        assertThat(other.change(-1).after()).isEqualTo(new Shop.Stock(979, 21));
    }

    // ---------------------------------------------------------------- cost

    /** The calls and the bytes of a command are compared, not its time. A command with a key costs the same. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCostOfACommandDoesNotGrowWithTheHistory(boolean withKey) {
        shop.change(1_000_000_000);
        sell(HISTORY / 10, withKey);
        Cost early = sell(160, withKey);
        sell(HISTORY - HISTORY / 10, withKey);
        Cost late = sell(160, withKey);
        assertThat(late.operations()).isEqualTo(early.operations());
        assertThat(late.bytes()).isLessThan(early.bytes() * 11 / 10);
        long before = store.operations();
        other.change(-1);
        assertThat(store.operations() - before).isLessThan(8);
    }

    /** What commands have cost. */
    private record Cost(long operations, long bytes) {}

    private Cost sell(int commands, boolean withKey) {
        long operations = store.operations();
        long bytes = store.bytes();
        for (int i = 0; i < commands; i++) {
            shop.change(-1, withKey ? key("order-" + keys++) : CommandOptions.NONE);
        }
        return new Cost(store.operations() - operations, store.bytes() - bytes);
    }

    private long operationsOf(int commands) {
        return sell(commands, false).operations();
    }
}
