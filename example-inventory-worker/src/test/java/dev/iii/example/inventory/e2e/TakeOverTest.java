package dev.iii.example.inventory.e2e;

import static dev.iii.example.inventory.e2e.Shop.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.EventLog;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.read.Queries;
import dev.iii.example.inventory.write.CommandRunner;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.error.OutcomeUnknownException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs two workers and stops the owner of the functions, so that the standby takes over. */
class TakeOverTest {

    private static final int BUYERS = 16;
    private static final int STOCK = 400;

    private final Shop shop = new Shop();
    private final ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);

    @AfterEach
    void close() {
        buyers.shutdownNow();
        shop.close();
    }

    @Test
    void theStandbyContinuesWithTheStateOfTheOwner() {
        Shop.Branch first = shop.branch(Shop.SWEEP);
        first.worker.awaitReady(PATIENCE);
        Shop.Branch second = shop.branch(Shop.SWEEP);
        second.worker.awaitReady(PATIENCE);
        shop.add("A", 10);
        assertThat(shop.sell("A", 4).left()).isEqualTo(6);
        first.close();
        assertThat(afterTakeOver(() -> shop.sell("A", 5).left())).isEqualTo(1);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(shop.list()).extracting(Queries.Row::stock).containsExactly(1L));
        assertThat(shop.alerts).extracting(a -> a.id()).containsExactly("A:3");
    }

    /** Repeats a call until a worker owns the function. */
    private <T> T afterTakeOver(Supplier<T> call) {
        AtomicReference<T> result = new AtomicReference<>();
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreException(FunctionNotFoundException.class)
                .until(() -> {
                    result.set(call.get());
                    return true;
                });
        return Objects.requireNonNull(result.get());
    }

    @Test
    void aRestartedWorkerContinuesWithTheSameState() {
        Shop.Branch first = shop.branch(Shop.SWEEP);
        first.worker.awaitReady(PATIENCE);
        shop.add("A", 10);
        shop.sell("A", 4);
        first.close();
        shop.branch(Shop.SWEEP).worker.awaitReady(PATIENCE);
        assertThat(afterTakeOver(() -> shop.sell("A", 6).left())).isZero();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.analytics().unitsSold()).isEqualTo(10));
    }

    /** The owner changes three times under load. Each confirmed sale is in the log once. */
    @Test
    void noSaleIsLostOrDuplicatedWhenOwnersChangeUnderLoad() throws Exception {
        Shop.Branch owner = shop.branch(Shop.SWEEP);
        owner.worker.awaitReady(PATIENCE);
        shop.add("A", STOCK);
        Set<String> answered = ConcurrentHashMap.newKeySet();
        AtomicInteger unknown = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            all.add(buyers.submit(() -> {
                buyUntilSoldOut(answered, unknown);
                return null;
            }));
        }
        for (int i = 1; i <= 3; i++) {
            Shop.Branch next = shop.branch(Shop.SWEEP);
            next.worker.awaitReady(PATIENCE);
            int goal = i * STOCK / 5;
            Awaitility.await().atMost(PATIENCE).until(() -> answered.size() >= goal);
            owner.close();
            owner = next;
        }
        for (Future<?> one : all) {
            one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        List<LoggedEvent> events = shop.events("A");
        assertThat(events).extracting(LoggedEvent::id).containsAll(answered);
        assertThat(events).extracting(LoggedEvent::commandId).doesNotHaveDuplicates();
        Item item = Objects.requireNonNull(shop.item("A"));
        assertThat(item.stock()).isZero();
        assertThat(events).hasSize(1 + STOCK);
        // A sale that is in the log but was not confirmed has ended with an unknown outcome for the customer.
        assertThat(STOCK - answered.size()).isBetween(0, unknown.get());
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(shop.analytics().unitsSold()).isEqualTo(STOCK);
            assertThat(shop.list()).extracting(Queries.Row::stock).containsExactly(0L);
        });
        assertThat(shop.alerts).hasSize(1);
    }

    /** Waits until a worker owns the functions. A call may also reach an owner that is closing. */
    private void awaitOwner() {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(
                        e -> e instanceof FunctionNotFoundException || e instanceof OutcomeUnknownException)
                .until(() -> !shop.list().isEmpty());
    }

    private void buyUntilSoldOut(Set<String> answered, AtomicInteger unknown) {
        while (true) {
            try {
                answered.add(shop.sell("A", 1).eventId());
            } catch (FunctionNotFoundException e) {
                awaitOwner();
            } catch (FunctionException e) {
                assertThat(e.code()).isEqualTo("not_enough_stock");
                return;
            } catch (CallException e) {
                assertThat(e.mayHaveRun()).isTrue();
                unknown.incrementAndGet();
            }
        }
    }

    /** Two command runners work on the same log, each with its own cache of the end of the log. */
    @Test
    void twoOwnersAtTheSameTimeSellNoUnitTwice() throws Exception {
        Shop.Branch one = shop.branch(Shop.NO_SWEEP);
        one.worker.awaitReady(PATIENCE);
        shop.add("A", STOCK);
        shop.sell("A", 1);
        var first = runner(one.worker);
        var second = runner(shop.customer);
        AtomicInteger sold = new AtomicInteger(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            var mine = i % 2 == 0 ? first : second;
            all.add(buyers.submit(() -> {
                while (sellOne(mine)) {
                    sold.incrementAndGet();
                }
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(sold).hasValue(STOCK);
        assertThat(shop.events("A")).hasSize(1 + STOCK);
    }

    @Test
    void noCommandIsRefusedBecauseOfAnOutdatedCache() throws Exception {
        shop.branch(Shop.NO_SWEEP).worker.awaitReady(PATIENCE);
        shop.add("A", 1);
        CommandRunner second = runner(shop.customer);
        assertThat(sellOne(second)).isTrue();
        assertThat(sellOne(second)).isFalse();
        shop.add("A", 1);
        assertThat(sellOne(second)).isTrue();
        assertThat(sellOne(second)).isFalse();
    }

    private CommandRunner runner(Worker worker) {
        return new CommandRunner(new EventLog(worker.state()), Clock.systemUTC());
    }

    private static boolean sellOne(CommandRunner runner) throws InterruptedException {
        while (true) {
            try {
                runner.run(new SellItem("A", 1), UUID.randomUUID().toString());
                return true;
            } catch (FunctionException e) {
                if (e.code().equals("not_enough_stock")) {
                    return false;
                }
                assertThat(e.code()).isEqualTo("busy");
            }
        }
    }
}
