package dev.iii.eventsourcing.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.store.FaultStore;
import dev.iii.eventsourcing.internal.store.FaultStore.Fault;
import dev.iii.eventsourcing.internal.store.GatedStore;
import dev.iii.sdk.error.FunctionException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that wait while an append of their stream is on its way. */
class SharedAppendTest {

    private static final String LOG = ".log.";

    private final FaultStore faults = new FaultStore();
    private final GatedStore store = new GatedStore(faults);
    private final Shop shop = new Shop(store, 1);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        store.open();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** A command of its own thread. */
    private record Running<T>(Thread thread, CompletableFuture<T> result) {}

    private <T> Running<T> begin(Supplier<T> command) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(command.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        threads.add(thread);
        thread.start();
        return new Running<>(thread, result);
    }

    /** Begins a command whose append waits at the gate. */
    private <T> Running<T> atTheGate(Supplier<T> command) {
        store.close();
        Running<T> running = begin(command);
        store.awaitAppend();
        return running;
    }

    /** Begins a command that waits for the one before it. */
    private <T> Running<T> inTheQueue(Supplier<T> command) {
        Running<T> running = begin(command);
        GatedStore.await().until(() -> running.thread().getState() == Thread.State.TIMED_WAITING);
        return running;
    }

    private List<Running<Done<Shop.Change, Shop.Event, Shop.Stock>>> inTheQueue(int commands, long by) {
        return IntStream.range(0, commands)
                .mapToObj(i -> inTheQueue(() -> shop.change(by)))
                .toList();
    }

    private static String code(Running<?> running) {
        try {
            running.result().join();
            return "";
        } catch (CompletionException e) {
            return e.getCause() instanceof FunctionException failure ? failure.code() : e.toString();
        }
    }

    @Test
    void commandsThatWaitAreInOneAppend() {
        shop.change(100);
        var first = atTheGate(() -> shop.change(-1));
        var others = inTheQueue(40, -1);
        long before = store.appends();
        store.open();
        assertThat(first.result().join().after()).isEqualTo(new Shop.Stock(99, 1));
        List<Done<Shop.Change, Shop.Event, Shop.Stock>> done = new ArrayList<>(
                others.stream().map(each -> each.result().join()).toList());
        assertThat(store.appends() - before).isEqualTo(2);
        done.sort(Comparator.comparing(Done::version));
        for (int i = 0; i < done.size(); i++) {
            assertThat(done.get(i).version()).isEqualTo(3 + i);
            assertThat(done.get(i).before()).isEqualTo(new Shop.Stock(99 - i, 1 + i));
            assertThat(done.get(i).after()).isEqualTo(new Shop.Stock(98 - i, 2 + i));
            assertThat(done.get(i).events()).hasSize(1);
        }
        assertThat(shop.log()).hasSize(42);
        assertThat(shop.published).hasSize(42);
        // Other programs read the same log, and the next command needs one append.
        assertThat(new Shop(store, 2).change(-1).after()).isEqualTo(new Shop.Stock(58, 42));
        assertThat(shop.change(-1).after()).isEqualTo(new Shop.Stock(57, 43));
    }

    @Test
    void aCommandIsRefusedOnTheStateAfterTheCommandsBeforeIt() {
        shop.change(5);
        var first = atTheGate(() -> shop.change(-1));
        var others = inTheQueue(10, -1);
        long before = store.appends();
        store.open();
        first.result().join();
        List<String> codes = others.stream().map(SharedAppendTest::code).toList();
        assertThat(codes.stream().filter(String::isEmpty)).hasSize(4);
        assertThat(codes.stream().filter("not_enough_stock"::equals)).hasSize(6);
        assertThat(store.appends() - before).isEqualTo(2);
        assertThat(shop.log()).hasSize(6);
    }

    @Test
    void oneReadingRefusesAllCommandsThatWaitForIt() {
        shop.change(2);
        var first = atTheGate(() -> shop.change(-2));
        var others = inTheQueue(20, -3);
        long before = faults.operations();
        store.open();
        first.result().join();
        assertThat(others).extracting(SharedAppendTest::code).containsOnly("not_enough_stock");
        // The append of the first one, and a cold reading of the end of the log.
        assertThat(faults.operations() - before).isLessThanOrEqualTo(4);
    }

    @Test
    void aSegmentIsBegunByOneCommand() {
        for (int i = 0; i < 15; i++) {
            shop.change(10);
        }
        var last = atTheGate(() -> shop.change(-1));
        var others = inTheQueue(5, -1);
        long before = store.appends();
        store.open();
        last.result().join();
        others.forEach(each -> each.result().join());
        assertThat(store.appends() - before).isEqualTo(3);
        assertThat(shop.log()).hasSize(21);
    }

    /** The append of several commands is lost, or its answer, or it is applied later. Generated ids are looked up, too. */
    @ParameterizedTest
    @EnumSource
    void commandsWhoseSharedAppendIsLostAreExecutedOnce(Fault fault) {
        shop.change(100);
        for (int round = 0; round < 6; round++) {
            int number = round;
            var first = atTheGate(() -> shop.change(-1));
            List<Running<Done<Shop.Change, Shop.Event, Shop.Stock>>> others = new ArrayList<>();
            others.addAll(inTheQueue(4, -1));
            for (int i = 0; i < 4; i++) {
                String key = "k-" + round + "-" + i;
                others.add(inTheQueue(() -> shop.change(-1, CommandOptions.NONE.commandId(key))));
            }
            store.passOne();
            first.result().join();
            store.awaitAppend();
            faults.fail(LOG, fault);
            store.open();
            List<String> ids = others.stream()
                    .map(each -> each.result().join().events().get(0).id())
                    .toList();
            faults.applyLate();
            assertThat(shop.log()).extracting(Recorded::id).containsAll(ids).hasSize(1 + 9 * (number + 1));
            assertThat(ids).doesNotHaveDuplicates();
        }
        assertThat(shop.change(0).after()).isEqualTo(new Shop.Stock(100 - 54, 54));
    }

    @Test
    void twoCallersWithOneKeyGetOneResult() {
        shop.change(100);
        var first = atTheGate(() -> shop.change(-1));
        CommandOptions key = CommandOptions.NONE.commandId("order-1");
        var one = inTheQueue(() -> shop.change(-2, key));
        var two = inTheQueue(() -> shop.change(-2, key));
        store.open();
        first.result().join();
        assertThat(one.result().join().events()).isEqualTo(two.result().join().events());
        assertThat(shop.log()).hasSize(3);
    }

    @Test
    void aCommandOfAnotherProgramComesFirst() {
        shop.change(5);
        var first = atTheGate(() -> shop.change(-1));
        var others = inTheQueue(4, -1);
        // The other program does not wait at the gate.
        new Shop(faults, 2).change(-3);
        store.open();
        List<String> codes =
                new ArrayList<>(others.stream().map(SharedAppendTest::code).toList());
        codes.add(code(first));
        assertThat(codes.stream().filter(String::isEmpty)).hasSize(2);
        assertThat(codes.stream().filter("not_enough_stock"::equals)).hasSize(3);
        assertThat(shop.log()).hasSize(4);
    }

    @Test
    void anInterruptedCommandLeavesTheQueue() {
        shop.change(5);
        var first = atTheGate(() -> shop.change(-1));
        var leaves = inTheQueue(() -> shop.change(-1));
        var stays = inTheQueue(() -> shop.change(-1));
        leaves.thread().interrupt();
        assertThat(code(leaves)).isEqualTo("busy");
        store.open();
        first.result().join();
        assertThat(stays.result().join().after()).isEqualTo(new Shop.Stock(3, 2));
        assertThat(shop.log()).hasSize(3);
    }

    /** A decider with bugs: a change of 13 throws, and a change of 14 is not decided. */
    private static final class Unlucky implements Decider<Shop.Change, Shop.Event, Shop.Stock> {

        private final Shop.Rules rules = new Shop.Rules();

        @Override
        public Shop.Stock initial() {
            return rules.initial();
        }

        @Override
        public Decision<Shop.Event> decide(Shop.Change change, Shop.Stock stock) {
            if (change.by() == 13) {
                throw new AssertionError("thirteen");
            }
            if (change.by() == 14) {
                return nothing();
            }
            return rules.decide(change, stock);
        }

        @Override
        public Shop.Stock evolve(Shop.Stock stock, Shop.Event event) {
            return rules.evolve(stock, event);
        }
    }

    /** Returns null, as code without checks for null can. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    void aDecisionThatIsNullIsNamed() {
        Shop unlucky = new Shop(
                store, 1, Aggregate.of("item", new Unlucky(), Shop.EVENTS), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        store.open();
        assertThatThrownBy(() -> unlucky.change(14))
                .hasMessage(
                        "Decider.decide has returned null; it must return Decision.accept(…) or Decision.refuse(…)");
        assertThat(unlucky.log()).isEmpty();
    }

    @Test
    void aCommandWhoseCodeFailsDoesNotDisturbTheOthers() {
        Shop unlucky = new Shop(
                store, 1, Aggregate.of("item", new Unlucky(), Shop.EVENTS), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        unlucky.change(5);
        var first = atTheGate(() -> unlucky.change(1));
        var one = inTheQueue(() -> unlucky.change(2));
        var fails = inTheQueue(() -> unlucky.change(13));
        var two = inTheQueue(() -> unlucky.change(3));
        store.open();
        first.result().join();
        one.result().join();
        two.result().join();
        assertThatThrownBy(() -> fails.result().join()).hasRootCauseMessage("thirteen");
        assertThat(unlucky.log()).hasSize(4);
    }
}
