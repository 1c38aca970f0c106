package dev.iii.example.inventory.read;

import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.log.LoggedEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The projection for the statistics of each SKU. The query calculates the totals over all SKUs. A stored total would be one
 * key that every event changes, and it could not record which events it already includes.
 */
public final class InventoryStats implements Projection<ItemStats> {

    /** The name of this projection. */
    public static final String NAME = "inventory-stats";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ItemStats> type() {
        return ItemStats.class;
    }

    @Override
    public ItemStats apply(@Nullable ItemStats before, LoggedEvent logged) {
        ItemStats stats = Objects.requireNonNullElse(before, ItemStats.none(logged.sku()));
        Event event = logged.event();
        if (event instanceof ItemAdded added) {
            return stats.plusAdded(added.quantity(), added.priceCents());
        }
        if (event instanceof ItemSold sold) {
            return stats.plusSold(sold.quantity(), sold.priceCents());
        }
        throw new IllegalStateException("the statistics do not support the event " + event);
    }
}
