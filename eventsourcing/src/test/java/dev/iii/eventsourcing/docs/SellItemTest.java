package dev.iii.eventsourcing.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.docs.FollowersExample.Views;
import dev.iii.eventsourcing.docs.InventoryExample.Inventory;
import dev.iii.eventsourcing.docs.InventoryExample.Wiring;
import dev.iii.eventsourcing.docs.InventoryExample.Wiring.Receipt;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.testing.EngineTest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The test with an engine of docs/event-sourcing.md. */
@EngineTest
class SellItemTest {

    @Test
    void sellsNoMoreThanThereIs(Worker worker) {
        Wiring.start(worker);
        worker.awaitReady(Duration.ofSeconds(10));
        worker.trigger("cmd::add-inventory-item", new Inventory.Add("A-1", 5));
        Receipt receipt = worker.trigger("cmd::sell-item", new Inventory.Sell("A-1", 3), Receipt.class);
        assertThat(receipt.left()).isEqualTo(2);
        assertThatThrownBy(() -> worker.trigger("cmd::sell-item", new Inventory.Sell("A-1", 3)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_enough_stock"));
    }

    @Test
    void aViewCountsTheSales(Worker worker) {
        EventSourcing es = EventSourcing.on(worker, "counted");
        Views views = new Views(es);
        es.start();
        worker.awaitReady(Duration.ofSeconds(10));
        es.execute(Wiring.ITEM, "A-1", new Inventory.Add("A-1", 5), CommandOptions.NONE);
        es.execute(Wiring.ITEM, "A-1", new Inventory.Sell("A-1", 2), CommandOptions.NONE);
        Awaitility.await()
                .ignoreExceptionsInstanceOf(FunctionException.class)
                .untilAsserted(() -> assertThat(views.total()).isEqualTo(2));
    }
}
