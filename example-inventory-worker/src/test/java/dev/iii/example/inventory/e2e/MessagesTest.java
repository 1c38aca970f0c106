package dev.iii.example.inventory.e2e;

import static dev.iii.example.inventory.e2e.Shop.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.notify.Alert;
import dev.iii.example.inventory.notify.LowStock;
import dev.iii.example.inventory.read.InventoryList;
import dev.iii.example.inventory.read.InventoryStats;
import dev.iii.example.inventory.read.Queries;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loses, duplicates and reorders messages. Every view must nevertheless become the fold of the log. */
class MessagesTest {

    private static final List<String> PROJECTIONS =
            List.of("proj::inventory-list", "proj::inventory-stats", "proj::inventory-low-stock");

    private final Shop shop = new Shop();

    @AfterEach
    void close() {
        shop.close();
    }

    private void open(Duration sweep) {
        shop.branch(sweep).worker.awaitReady(PATIENCE);
    }

    /** Replaces the engine's function {@code publish}, so that the test can deliver the messages itself. */
    private void interceptMessages(Carrier carrier) {
        shop.customer
                .registerFunction("publish", (message, call) -> {
                    carrier.carry(message.field("data"));
                    return null;
                })
                .awaitConfirmed(PATIENCE);
    }

    private interface Carrier {
        void carry(Json event);
    }

    private void deliver(Json event) {
        PROJECTIONS.forEach(
                function -> shop.customer.trigger(Call.to(function, event).withoutReply()));
    }

    /** Adds and sells units of three items. */
    private void trade(long seed, int commands) {
        Random random = new Random(seed);
        for (String sku : List.of("A", "B", "C")) {
            shop.add(sku, 20, 100, 5);
        }
        for (int i = 0; i < commands; i++) {
            String sku = "ABC".substring(random.nextInt(3)).substring(0, 1);
            if (random.nextInt(4) == 0) {
                shop.add(sku, 1L + random.nextInt(10), 100, 5);
            } else {
                try {
                    shop.sell(sku, 1L + random.nextInt(4));
                } catch (FunctionException e) {
                    assertThat(e.code()).isEqualTo("not_enough_stock");
                }
            }
        }
    }

    private void assertThatViewsAndAlertsMatchTheLog() {
        List<String> crossings = new ArrayList<>();
        Map<String, Item> items = new TreeMap<>();
        for (String sku : List.of("A", "B", "C")) {
            Item item = null;
            for (LoggedEvent event : shop.events(sku)) {
                Item after = Inventory.fold(item, event.event());
                if (item != null && !item.hasLowStock() && after.hasLowStock()) {
                    crossings.add(event.id());
                }
                item = after;
            }
            items.put(sku, item);
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(shop.list())
                    .extracting(Queries.Row::stock)
                    .containsExactlyElementsOf(
                            items.values().stream().map(Item::stock).toList());
            assertThat(shop.analytics().unitsInStock())
                    .isEqualTo(items.values().stream().mapToLong(Item::stock).sum());
            for (String view : List.of(InventoryList.NAME, InventoryStats.NAME, LowStock.NAME)) {
                items.keySet()
                        .forEach(sku -> assertThat(positionOf(view, sku))
                                .as(view + " " + sku)
                                .isEqualTo(shop.events(sku).size()));
            }
            assertThat(shop.alerts).extracting(Alert::id).containsExactlyInAnyOrderElementsOf(crossings);
        });
        assertThat(crossings).isNotEmpty();
        Queries.Analytics figures = shop.analytics();
        assertThat(figures.unitsAdded() - figures.unitsSold()).isEqualTo(figures.unitsInStock());
        assertThat(figures.revenueCents()).isEqualTo(figures.unitsSold() * 100);
    }

    private long positionOf(String view, String sku) {
        Long seq = shop.view(view, sku).field("position").field("seq").as(Long.class);
        return seq == null ? 0 : seq;
    }

    @Test
    void messagesAreSufficientIfAllAreDelivered() {
        open(Shop.NO_SWEEP);
        trade(1, 60);
        assertThatViewsAndAlertsMatchTheLog();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lostDuplicatedAndReorderedMessagesHaveNoEffect(long seed) {
        List<Json> bag = Collections.synchronizedList(new ArrayList<>());
        Random random = new Random(seed);
        interceptMessages(event -> {
            synchronized (bag) {
                // One message in five is lost, and one in five is duplicated.
                int number = random.nextInt(5);
                if (number > 0) {
                    bag.add(event);
                }
                if (number == 1) {
                    bag.add(event);
                }
                if (bag.size() > 10) {
                    Collections.shuffle(bag, random);
                    bag.forEach(this::deliver);
                    bag.clear();
                }
            }
        });
        open(Shop.SWEEP);
        trade(seed, 80);
        assertThatViewsAndAlertsMatchTheLog();
    }

    @Test
    void theSweepUpdatesTheViewsWithoutAnyMessage() {
        interceptMessages(event -> {});
        open(Shop.SWEEP);
        trade(4, 80);
        assertThatViewsAndAlertsMatchTheLog();
    }

    @Test
    void noSaleIsLostIfTheEngineDoesNotPublish() {
        shop.customer
                .registerFunction("publish", (message, call) -> {
                    throw new FunctionException("broken", "publish always fails in this test");
                })
                .awaitConfirmed(PATIENCE);
        open(Shop.SWEEP);
        trade(5, 40);
        assertThatViewsAndAlertsMatchTheLog();
    }

    @Test
    void aDeletedViewIsFilledAgain() {
        open(Shop.SWEEP);
        trade(6, 60);
        assertThatViewsAndAlertsMatchTheLog();
        int alerts = shop.alerts.size();
        for (String view : List.of(InventoryList.NAME, InventoryStats.NAME, LowStock.NAME)) {
            List.of("A", "B", "C").forEach(sku -> shop.customer.state().delete(view, sku));
        }
        shop.sell("A", 1);
        List.of("A", "B", "C").forEach(sku -> deliver(Json.of(Map.of("sku", sku))));
        assertThatViewsAndAlertsMatchTheLog();
        assertThat(shop.alerts.size()).isBetween(alerts, alerts + 1);
    }

    /** The engine has kept the view but lost the end of the log, which its file store can do in a crash. */
    @Test
    void aViewThatIsAheadOfTheLogIsRebuilt() {
        open(Shop.NO_SWEEP);
        shop.add("A", 20, 100, 5);
        Awaitility.await().atMost(PATIENCE).until(() -> positionOf(InventoryList.NAME, "A") == 1);
        String ahead = shop.view(InventoryList.NAME, "A").text().replace("\"seq\":1", "\"seq\":31");
        shop.customer.state().set(InventoryList.NAME, "A", Json.parse(ahead));
        shop.sell("A", 3);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(shop.list()).extracting(Queries.Row::stock).containsExactly(17L));
        assertThat(positionOf(InventoryList.NAME, "A")).isEqualTo(2);
    }

    /** A slow process has replaced a newer view with an older one. */
    @Test
    void aViewThatWasReplacedByAnOlderOneCatchesUp() {
        open(Shop.NO_SWEEP);
        shop.add("A", 20, 100, 5);
        Awaitility.await().atMost(PATIENCE).until(() -> positionOf(InventoryList.NAME, "A") == 1);
        Json old = shop.view(InventoryList.NAME, "A");
        shop.sell("A", 3);
        Awaitility.await().atMost(PATIENCE).until(() -> positionOf(InventoryList.NAME, "A") == 2);
        shop.customer.state().set(InventoryList.NAME, "A", old);
        shop.sell("A", 1);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(shop.list()).extracting(Queries.Row::stock).containsExactly(16L));
    }
}
