package dev.iii.example.inventory.read;

import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.LoggedEvent;
import org.jspecify.annotations.Nullable;

/** The list of items: what there is, how many, at what price. The simplest view: the fold of the domain itself. */
public final class InventoryList implements Projection<Item> {

    /** Its name. */
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
