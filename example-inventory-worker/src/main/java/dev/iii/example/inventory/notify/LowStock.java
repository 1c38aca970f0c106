package dev.iii.example.inventory.notify;

import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.read.Projection;
import org.jspecify.annotations.Nullable;

/**
 * The projection that detects low stock. It creates an alert if the stock of an item is low after an event and was not low
 * before, because the stock fell or the threshold rose. A new item with low stock does not cause an alert.
 */
public final class LowStock implements Projection<Item> {

    /** The name of this projection. */
    public static final String NAME = "inventory-low-stock";

    private final Alerts alerts;

    /**
     * Creates the projection.
     *
     * @param alerts stores and sends the alerts
     */
    public LowStock(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<Item> type() {
        return Item.class;
    }

    @Override
    public Item apply(@Nullable Item before, LoggedEvent event) {
        return Inventory.fold(before, event.event());
    }

    @Override
    public void react(@Nullable Item before, LoggedEvent event, Item after) {
        if (before != null && !before.hasLowStock() && after.hasLowStock()) {
            alerts.raise(new Alert(
                    event.id(), after.sku(), after.name(), after.stock(), after.lowStockThreshold(), event.at()));
        }
    }
}
