package dev.iii.example.inventory.read;

import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.LoggedEvent;
import org.jspecify.annotations.Nullable;

/** The projection for the list of items. Its values are the items themselves, so it only uses the fold of the domain. */
public final class InventoryList implements Projection<Item> {

    /** The name of this projection. */
    public static final String NAME = "inventory-list";

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
}
