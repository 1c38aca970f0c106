package dev.iii.example.inventory.e2e;

import static dev.iii.example.inventory.e2e.Shop.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iii.example.inventory.read.ItemStats;
import dev.iii.example.inventory.read.Queries;
import dev.iii.example.inventory.write.Commands;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls every function from another worker. */
class FunctionsTest {

    private final Shop shop = Shop.open();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void addedUnitsCanBeSold() {
        assertThat(shop.add("A", 10)).isEqualTo(new Commands.Added("A:1", "A", 10, 10));
        assertThat(shop.sell("A", 4)).isEqualTo(new Commands.Sold("A:2", "A", 4, 1999, 7996, 6));
        assertThat(shop.sell("A", 6)).isEqualTo(new Commands.Sold("A:3", "A", 6, 1999, 11994, 0));
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
                                new Queries.Row("A", "Item A", 4, 1999, 5, true, "A:2"),
                                new Queries.Row("B", "Item B", 7, 100, 2, false, "B:1")));
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
        Queries.Analytics expected = new Queries.Analytics(
                3,
                8 + 15 + 1,
                8 * 50 + 15 * 7 + 1,
                33,
                9,
                3,
                435,
                List.of(new ItemStats("A", 12, 4, 2, 400, 8, 400), new ItemStats("B", 20, 5, 1, 35, 15, 105)));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.analytics()).isEqualTo(expected));
    }

    @Test
    void theHistoryContainsAllEventsInOrder() {
        shop.add("A", 10);
        shop.sell("A", 1);
        shop.sell("A", 2);
        Queries.History history = shop.history("A");
        assertThat(history.events()).extracting(Queries.Entry::eventId).containsExactly("A:1", "A:2", "A:3");
        assertThat(history.events())
                .extracting(Queries.Entry::type)
                .containsExactly("item-added", "item-sold", "item-sold");
        assertThat(history.events().get(2).data())
                .isEqualTo(Json.parse("{\"sku\":\"A\",\"quantity\":2,\"priceCents\":1999}"));
        assertThat(history.earlier()).isZero();
        Queries.History newest = shop.call("query::history", Map.of("sku", "A", "limit", 2), Queries.History.class);
        assertThat(newest.events()).extracting(Queries.Entry::seq).containsExactly(2L, 3L);
        assertThat(newest.earlier()).isEqualTo(1);
    }

    @Test
    void theResultsAreEmptyWithoutItems() {
        assertThat(shop.list()).isEmpty();
        assertThat(shop.analytics()).isEqualTo(new Queries.Analytics(0, 0, 0, 0, 0, 0, 0, List.of()));
        assertThat(shop.call("query::inventory", null, Queries.InventoryAnswer.class)
                        .items())
                .isEmpty();
    }

    @Test
    void refusedCommandsDoNotChangeTheState() {
        shop.add("A", 2);
        assertThat(refusal(() -> shop.sell("A", 3)).code()).isEqualTo("not_enough_stock");
        assertThat(refusal(() -> shop.sell("A", 3))).hasMessage("only 2 of A left");
        assertThat(refusal(() -> shop.sell("B", 1)).code()).isEqualTo("unknown_sku");
        assertThat(refusal(() -> shop.history("B")).code()).isEqualTo("unknown_sku");
        assertThat(refusal(() -> {
                            for (int i = 0; i < 11; i++) {
                                shop.add("A", 1_000_000);
                            }
                        })
                        .code())
                .isEqualTo("too_much_stock");
        assertThat(shop.events("A")).hasSize(10);
        assertThat(shop.log().skus()).hasSize(1);
        assertThat(shop.sell("A", 1).eventId()).isEqualTo("A:11");
    }

    private static FunctionException refusal(Runnable call) {
        return catchThrowableOfType(FunctionException.class, call::run);
    }
}
