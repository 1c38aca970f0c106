package dev.iii.example.inventory.e2e;

import static dev.iii.example.inventory.e2e.Shop.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.app.InventoryWorker.Sold;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemRestocked;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.view.Analytics;
import dev.iii.example.inventory.view.ItemRow;
import dev.iii.sdk.error.FunctionException;
import dev.iii.testing.EngineExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs many buyers at the same time: exactly the available stock is sold. */
class BuyersTest {

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    private static final int BUYERS = 64;

    private final Shop shop = Shop.open(engine);
    private final ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);

    @AfterEach
    void close() {
        buyers.shutdownNow();
        shop.close();
    }

    private interface Buyer {
        void buy(Random random) throws Exception;
    }

    /** Runs all buyers at the same time and waits for them. */
    private void runBuyers(long seed, Buyer buyer) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            Random random = new Random(seed * 1000 + i);
            all.add(buyers.submit(() -> {
                buyer.buy(random);
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
        }
    }

    @Test
    void exactlyTheStockIsSold() throws Exception {
        shop.add("A", 250);
        AtomicInteger sold = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Set<String> ids = ConcurrentHashMap.newKeySet();
        runBuyers(1, random -> {
            for (int i = 0; i < 16; i++) {
                try {
                    ids.add(shop.sell("A", 1).eventId());
                    sold.incrementAndGet();
                } catch (FunctionException e) {
                    assertThat(e.code()).isEqualTo("not_enough_stock");
                    refused.incrementAndGet();
                }
            }
        });
        assertThat(sold).hasValue(250);
        assertThat(refused).hasValue(BUYERS * 16 - 250);
        assertThat(ids).hasSize(250);
        checkTotals("A", 250, 250);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theStockIsCorrectWhenUnitsAreAddedAndSoldAtTheSameTime(long seed) throws Exception {
        shop.add("A", 100);
        shop.add("B", 50);
        AtomicLong sold = new AtomicLong();
        AtomicLong added = new AtomicLong(150);
        runBuyers(seed, random -> {
            for (int i = 0; i < 10; i++) {
                String sku = random.nextBoolean() ? "A" : "B";
                long quantity = 1L + random.nextInt(7);
                if (random.nextInt(8) == 0) {
                    shop.restock(sku, quantity);
                    added.addAndGet(quantity);
                } else {
                    try {
                        shop.sell(sku, quantity);
                        sold.addAndGet(quantity);
                    } catch (FunctionException e) {
                        assertThat(e.code()).isEqualTo("not_enough_stock");
                    }
                }
            }
        });
        long left = checkTotals("A") + checkTotals("B");
        assertThat(left).isEqualTo(added.get() - sold.get());
    }

    @Test
    void noSaleIsRefusedWhileTheStockIsSufficient() throws Exception {
        shop.add("A", BUYERS * 7);
        runBuyers(1, random -> {
            Sold sold = shop.sell("A", 7);
            assertThat(sold.left() % 7).isZero();
        });
        checkTotals("A", BUYERS * 7, BUYERS * 7);
    }

    private void checkTotals(String sku, long added, long sold) {
        assertThat(checkTotals(sku)).isEqualTo(added - sold);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            Analytics figures = shop.analytics();
            assertThat(figures.unitsAdded()).isEqualTo(added);
            assertThat(figures.unitsSold()).isEqualTo(sold);
        });
    }

    /** Checks that the stock is never negative in the log, that the numbers have no gaps, and that the list agrees. */
    private long checkTotals(String sku) {
        long stock = 0;
        long number = 0;
        for (Recorded<Event> recorded : shop.events(sku)) {
            Event event = recorded.event();
            stock += event instanceof ItemAdded add
                    ? add.quantity()
                    : event instanceof ItemRestocked restock ? restock.quantity() : -((ItemSold) event).quantity();
            assertThat(stock).isNotNegative();
            assertThat(recorded.number()).isEqualTo(++number);
        }
        long expected = stock;
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.list())
                        .filteredOn(row -> row.sku().equals(sku))
                        .extracting(ItemRow::stock)
                        .containsExactly(expected));
        return stock;
    }
}
