package dev.iii.example.inventory.e2e;

import static dev.iii.example.inventory.e2e.Shop.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.app.InventoryWorker.Added;
import dev.iii.example.inventory.app.InventoryWorker.Changed;
import dev.iii.example.inventory.app.InventoryWorker.Sold;
import dev.iii.example.inventory.app.Queries;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.view.Analytics;
import dev.iii.example.inventory.view.Analytics.Seller;
import dev.iii.example.inventory.view.ItemRow;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.testing.EngineExtension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls every function from another worker. */
class FunctionsTest {

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    private final Shop shop = Shop.open(engine);

    @AfterEach
    void close() {
        shop.close();
    }

    private String lastEvent(String sku) {
        List<Recorded<Event>> events = shop.events(sku);
        return events.get(events.size() - 1).id();
    }

    @Test
    void addedUnitsCanBeSold() {
        assertThat(shop.add("A", 10)).isEqualTo(new Added(lastEvent("A"), "A", 10, 10));
        assertThat(shop.sell("A", 4)).isEqualTo(new Sold(lastEvent("A"), "A", 4, 1999, 7996, 6));
        assertThat(shop.restock("A", 5)).isEqualTo(new Added(lastEvent("A"), "A", 5, 11));
        assertThat(shop.sell("A", 11)).isEqualTo(new Sold(lastEvent("A"), "A", 11, 1999, 21989, 0));
        assertThat(shop.events("A")).hasSize(4);
    }

    @Test
    void aPriceIsChangedAndAnExpectedPriceIsChecked() {
        shop.add("A", 10);
        assertThat(shop.adjustPrice("A", 2500)).isEqualTo(new Changed(lastEvent("A"), "A", 2500, false));
        assertThat(shop.adjustPrice("A", 2500)).isEqualTo(new Changed(null, "A", 2500, false));
        Map<String, Object> sale = Map.of("sku", "A", "quantity", 1, "expectedPriceCents", 1999);
        assertThat(refusal(() -> shop.sell(sale)).code()).isEqualTo("price_changed");
        assertThat(shop.sell(Map.of("sku", "A", "quantity", 1, "expectedPriceCents", 2500))
                        .totalCents())
                .isEqualTo(2500);
        assertThat(shop.events("A")).hasSize(3);
    }

    @Test
    void aDiscontinuedItemIsNeitherSoldNorListed() {
        shop.add("A", 10);
        assertThat(shop.discontinue("A")).isEqualTo(new Changed(lastEvent("A"), "A", 1999, true));
        assertThat(refusal(() -> shop.sell("A", 1)).code()).isEqualTo("discontinued");
        assertThat(refusal(() -> shop.restock("A", 1)).code()).isEqualTo("discontinued");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(shop.list()).isEmpty();
            assertThat(shop.list(Map.of("discontinued", true)).items())
                    .containsExactly(new ItemRow("A", "Item A", 10, 1999, 5, false, true, 2));
        });
    }

    @Test
    void aRepeatedCommandHasTheSameResultAndIsExecutedOnce() {
        shop.add("A", 10);
        Map<String, Object> sale = Map.of("sku", "A", "quantity", 4, "commandId", "order-1");
        Sold first = shop.sell(sale);
        assertThat(shop.sell(sale)).isEqualTo(first);
        assertThat(refusal(() -> shop.sell(Map.of("sku", "A", "quantity", 5, "commandId", "order-1")))
                        .code())
                .isEqualTo("idempotency_key_reused");
        assertThat(shop.events("A")).hasSize(2);
        assertThat(shop.events("A").get(1).commandId()).isEqualTo("order-1");
    }

    @Test
    void aCommandForAnotherVersionIsRefused() {
        shop.add("A", 10);
        assertThat(refusal(() -> shop.sell(Map.of("sku", "A", "quantity", 1, "expectedVersion", 0)))
                        .code())
                .isEqualTo("version_conflict");
        assertThat(shop.sell(Map.of("sku", "A", "quantity", 1, "expectedVersion", 1))
                        .left())
                .isEqualTo(9);
    }

    @Test
    void unknownFieldsAreNamed() {
        assertThat(refusal(() -> shop.sell(Map.of("sku", "A", "quantity", 1, "qantity", 7)))
                        .getMessage())
                .contains("qantity: is not a field of this request");
        assertThat(refusal(() -> shop.call("query::inventory", Map.of("page", 2), Json.class))
                        .getMessage())
                .contains("page: is not a field of this request");
        assertThat(refusal(() -> shop.call("query::analytics", Map.of("sku", "A"), Json.class))
                        .getMessage())
                .contains("sku: is not a field of this request");
    }

    @Test
    void theSchemaOfACommandContainsItsRules() {
        Json schema = shop.customer
                .discovery()
                .function("cmd::sell-item")
                .orElseThrow()
                .requestSchema()
                .orElseThrow();
        assertThat(schema.field("required").text()).isEqualTo("[\"sku\",\"quantity\"]");
        assertThat(schema.field("properties").fields())
                .containsOnlyKeys("sku", "quantity", "expectedPriceCents", "commandId", "expectedVersion");
        assertThat(schema.field("properties").field("quantity").field("maximum").text())
                .isEqualTo("1000000");
        assertThat(schema.field("additionalProperties").text()).isEqualTo("false");
    }

    @Test
    void addingAgainIncreasesTheStockAndChangesThePrice() {
        shop.add("A", 10);
        assertThat(shop.add("A", 5, 2500, 0).stock()).isEqualTo(15);
        assertThat(shop.sell("A", 2).totalCents()).isEqualTo(5000);
    }

    @Test
    void theListShowsAllItems() {
        shop.add("B", 7, 100, 2);
        shop.add("A", 10);
        shop.sell("A", 6);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.list())
                        .containsExactly(
                                new ItemRow("A", "Item A", 4, 1999, 5, true, false, 2),
                                new ItemRow("B", "Item B", 7, 100, 2, false, false, 1)));
        assertThat(shop.call("query::item", Map.of("sku", "A"), ItemRow.class))
                .isEqualTo(new ItemRow("A", "Item A", 4, 1999, 5, true, false, 2));
    }

    @Test
    void theListIsSortedFilteredAndPaged() {
        for (int i = 0; i < 25; i++) {
            shop.add("S-" + (char) ('A' + i), 1 + (i * 7) % 25, 100 + i, 5);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> shop.list().size() == 25);
        List<Long> stocks = new ArrayList<>();
        Map<String, Object> request = Map.of("sort", "-stock", "limit", 10);
        Queries.Items page = shop.list(request);
        while (true) {
            page.items().forEach(row -> stocks.add(row.stock()));
            String next = page.next();
            if (next == null) {
                break;
            }
            assertThat(page.items()).hasSize(10);
            page = shop.list(Map.of("sort", "-stock", "limit", 10, "cursor", next));
        }
        assertThat(stocks).hasSize(25).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(shop.list(Map.of("text", "item s-c")).items())
                .extracting(ItemRow::sku)
                .containsExactly("S-C");
        assertThat(shop.list(Map.of("lowStock", true, "sort", "stock")).items())
                .extracting(ItemRow::stock)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(shop.call("query::low-stock", Map.of("limit", 2), Queries.Items.class)
                        .items())
                .extracting(ItemRow::stock)
                .containsExactly(1L, 2L);
        assertThat(refusal(() -> shop.list(Map.of("cursor", "nonsense"))))
                .hasMessageContaining("cursor: is not a cursor of a page");
    }

    @Test
    void theAnalyticsAreTotalsOverAllItems() {
        shop.add("A", 10, 100, 0);
        shop.add("B", 20, 7, 0);
        shop.add("C", 1, 1, 0);
        shop.sell("A", 3);
        shop.sell("A", 1);
        shop.add("A", 2, 50, 0);
        shop.sell("B", 5);
        Analytics expected = new Analytics(
                3,
                8 + 15 + 1,
                8 * 50 + 15 * 7 + 1,
                33,
                9,
                3,
                435,
                List.of(new Seller("A", 12, 4, 2, 400, 8, 400), new Seller("B", 20, 5, 1, 35, 15, 105)));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.analytics()).isEqualTo(expected));
    }

    @Test
    void theHistoryContainsAllEventsInOrder() {
        shop.add("A", 10);
        shop.sell("A", 1);
        shop.sell("A", 2);
        Queries.ItemHistory history = shop.history(Map.of("sku", "A"));
        assertThat(history.events()).extracting(Queries.Entry::seq).containsExactly(1L, 2L, 3L);
        assertThat(history.events())
                .extracting(Queries.Entry::commandId)
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(history.events())
                .extracting(Queries.Entry::type)
                .containsExactly("item-added", "item-sold", "item-sold");
        assertThat(history.events().get(2).data().fields())
                .isEqualTo(Map.of("quantity", Json.of(2), "priceCents", Json.of(1999)));
        assertThat(history.earlier()).isZero();
        Queries.ItemHistory newest = shop.history(Map.of("sku", "A", "limit", 2));
        assertThat(newest.events()).extracting(Queries.Entry::seq).containsExactly(2L, 3L);
        assertThat(newest.earlier()).isEqualTo(1);
        Queries.ItemHistory oldest =
                shop.history(Map.of("sku", "A", "limit", 2, "cursor", Objects.requireNonNull(newest.next())));
        assertThat(oldest.events()).extracting(Queries.Entry::seq).containsExactly(1L);
        assertThat(oldest.next()).isNull();
        assertThat(refusal(() -> shop.history(Map.of("sku", "A", "cursor", "nonsense")))
                        .getMessage())
                .contains("cursor");
    }

    @Test
    void theResultsAreEmptyWithoutItems() {
        assertThat(shop.list()).isEmpty();
        assertThat(shop.analytics()).isEqualTo(new Analytics(0, 0, 0, 0, 0, 0, 0, List.of()));
        assertThat(shop.call("query::inventory", null, Queries.Items.class).items())
                .isEmpty();
    }

    @Test
    void refusedCommandsDoNotChangeTheState() {
        shop.add("A", 2);
        assertThat(refusal(() -> shop.sell("A", 3)).code()).isEqualTo("not_enough_stock");
        assertThat(refusal(() -> shop.sell("A", 3))).hasMessage("only 2 of A left");
        assertThat(refusal(() -> shop.sell("B", 1)).code()).isEqualTo("unknown_sku");
        assertThat(refusal(() -> shop.history(Map.of("sku", "B"))).code()).isEqualTo("unknown_sku");
        assertThat(refusal(() -> {
                            for (int i = 0; i < 11; i++) {
                                shop.add("A", 1_000_000);
                            }
                        })
                        .code())
                .isEqualTo("too_much_stock");
        assertThat(shop.events("A")).hasSize(10);
        assertThat(shop.events("B")).isEmpty();
        assertThat(shop.sell("A", 1).eventId()).startsWith("11.");
    }

    private static FunctionException refusal(Runnable call) {
        return catchThrowableOfType(FunctionException.class, call::run);
    }
}
