package dev.iii.example.inventory.view;

import dev.iii.example.inventory.domain.Item;

/**
 * One item, as queries return it. {@code version} is the number of the last event that is included; a command may send it as
 * {@code expectedVersion}. For the other components see {@link Item}. Immutable.
 */
public record ItemRow(
        String sku,
        String name,
        long stock,
        long priceCents,
        long lowStockThreshold,
        boolean lowStock,
        boolean discontinued,
        long version) {

    /** Returns an item as queries return it. */
    public static ItemRow of(String sku, Item item, long version) {
        return new ItemRow(
                sku,
                item.name(),
                item.stock(),
                item.priceCents(),
                item.lowStockThreshold(),
                item.hasLowStock(),
                item.discontinued(),
                version);
    }
}
