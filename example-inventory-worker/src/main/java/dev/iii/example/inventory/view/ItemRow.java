package dev.iii.example.inventory.view;

import dev.iii.example.inventory.domain.Item;

/**
 * One item, as queries return it. Immutable.
 *
 * @param sku the SKU of the item
 * @param name the name of the item
 * @param stock the number of units in stock
 * @param priceCents the price of one unit, in cents
 * @param lowStockThreshold the stock is low if it is at or below this number
 * @param lowStock {@code true} if the stock is low
 * @param discontinued {@code true} if the item is no longer sold
 * @param version the number of the last event that is included; a command may send it as {@code expectedVersion}
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
