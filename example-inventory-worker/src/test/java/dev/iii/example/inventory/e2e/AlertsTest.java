package dev.iii.example.inventory.e2e;

import static dev.iii.example.inventory.e2e.Shop.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.example.inventory.notify.Alert;
import dev.iii.example.inventory.notify.Alerts;
import dev.iii.example.inventory.notify.LowStock;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks that one alert is delivered each time the stock of an item becomes low. */
class AlertsTest {

    private final Shop shop = Shop.open();

    @AfterEach
    void close() {
        shop.close();
    }

    private void awaitSeen(String sku) {
        long events = shop.events(sku).size();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Long.valueOf(events)
                        .equals(shop.view(LowStock.NAME, sku)
                                .field("position")
                                .field("seq")
                                .as(Long.class)));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        shop.customer.state().list(Alerts.OPEN, Alert.class).isEmpty());
    }

    @Test
    void oneAlertIsDeliveredForEachCrossing() {
        shop.add("A", 8, 100, 5);
        shop.sell("A", 2);
        awaitSeen("A");
        assertThat(shop.alerts).isEmpty();
        shop.sell("A", 1);
        shop.sell("A", 1);
        shop.sell("A", 1);
        awaitSeen("A");
        assertThat(shop.alerts).extracting(Alert::id).containsExactly("A:3");
        shop.add("A", 1, 100, 5);
        shop.add("A", 10, 100, 5);
        shop.sell("A", 14);
        awaitSeen("A");
        assertThat(shop.alerts).extracting(Alert::id).containsExactlyInAnyOrder("A:3", "A:8");
        Alert last = shop.alerts.get(1);
        assertThat(last.stock()).isZero();
        assertThat(last.threshold()).isEqualTo(5);
        assertThat(last.name()).isEqualTo("Item A");
    }

    @Test
    void anItemThatStartsWithLowStockCausesNoAlert() {
        shop.add("A", 3, 100, 5);
        shop.sell("A", 1);
        awaitSeen("A");
        assertThat(shop.alerts).isEmpty();
    }

    @Test
    void aHigherThresholdCanCauseAnAlert() {
        shop.add("A", 10, 100, 5);
        shop.add("A", 1, 100, 20);
        awaitSeen("A");
        assertThat(shop.alerts).extracting(Alert::id).containsExactly("A:2");
    }

    @Test
    void aDuplicatedCallDeliversTheAlertOnce() {
        Alert alert = new Alert("A:7", "A", "Anvil", 1, 5, 0);
        assertThat(shop.call(Alerts.FUNCTION, alert, Boolean.class)).isTrue();
        assertThat(shop.call(Alerts.FUNCTION, alert, Boolean.class)).isFalse();
        assertThat(shop.alerts).containsExactly(alert);
    }

    /** The call was lost on its way. */
    @Test
    void anOpenAlertIsSentAgain() {
        Alert alert = new Alert("A:7", "A", "Anvil", 1, 5, 0);
        shop.customer.state().set(Alerts.OPEN, alert.id(), alert);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.alerts).containsExactly(alert));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        shop.customer.state().list(Alerts.OPEN, Alert.class).equals(List.of()));
    }
}
