package dev.iii.example.inventory.notify;

import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.read.Projection;
import org.jspecify.annotations.Nullable;

/** Sees when stock becomes low. An item that was low and gets lower crosses nothing, and neither does a new one. */
public final class LowStock implements Projection<Item> {

    /** Its name. */
    public static final String NAME = "inventory-low-stock";

    private final Alerts alerts;

    /** @param alerts hears of each crossing */
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
